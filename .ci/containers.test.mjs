// Both compose files as an operator uses them, on the engine that DOCKER names (.ci/containers starts one): a shop on
// SQLite, its move to PostgreSQL, then three nodes. One story, so each test goes on where the one before it ended.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

process.env.POSTGRES_PASSWORD = 'shop';

/** What the command prints; an error says it too. */
async function docker(...args) {
  const said = ({ stdout, stderr }) => `${stdout}${stderr}`.trim();
  return promisify(execFile)(process.env.DOCKER ?? 'docker', args).then(said, (error) => {
    throw Object.assign(new Error(`docker ${args.join(' ')}: ${said(error)}`), { code: error.code });
  });
}
const exitOf = (...args) => docker(...args).then(() => 0, (error) => error.code);
const one = (...args) => docker('compose', '-f', 'deploy/compose.yaml', ...args);
const cluster = (...args) => docker('compose', '-f', 'deploy/compose.cluster.yaml', '--profile', 'sandbox', ...args);
const inspect = (name, what) => docker('inspect', '--format', `{{${what}}}`, name);
const inShop = (command) => one('exec', 'shop', 'bash', '-c', command);

const SHOP = 'imp-checkout-shop-1';
const node = (number) => `imp-checkout-cluster-node${number}-1`;

/** A browser with its cookies. */
class Shopper {
  constructor(shop) {
    this.shop = shop;
  }

  async ask(path, form) {
    const headers = { Cookie: this.cookie ?? '', Origin: this.shop, Accept: '*/*' };
    const answer = await fetch(`${this.shop}${path}`, form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers });
    this.cookie ??= answer.headers.get('set-cookie')?.split(';')[0];
    return { status: answer.status, text: await answer.text() };
  }

  async call(name, form) {
    const { status, text } = await this.ask(`/api/${name}`, form);
    assert.equal(status, 200, text);
    return JSON.parse(text);
  }

  add(product) {
    return this.call('cart/add', { product, quantity: 1 });
  }

  async hasInCart(product) {
    return (await this.ask('/cart')).text.includes(`quantity-${product}`);
  }

  /** Buys what is in the cart, by card. The browser that is told nothing more leaves the rest to the webhook. */
  async buy({ tellsTheShop }) {
    const { seen } = await this.add('carrots-10kg');
    const order = await this.call('orders/place', { name: '홍길동', tel: '01042424242', email: 'gildong@gmail.com', postcode: '01181', addr1: '서울시 강남구 신사동 1', addr2: '101호', memo: '', method: 'card', agree: 'on', seen });
    const window = await fetch('http://localhost:3100/console/api/payments', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...order.request, outcome: 'paid' }) });
    const { response: payment } = await window.json();
    const ids = { order_id: order.order_id, merchant_uid: order.request.merchant_uid, imp_uid: payment.imp_uid, claims_success: true };
    if (tellsTheShop) assert.equal((await this.call('orders/complete', ids)).stage, 'paid');
    await until(async () => (await this.ask(`/orders/${order.order_id}`)).text.includes('data-stage="paid"'), 'the order is paid');
  }
}

async function until(holds, what, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(200)) {
    if (await holds().catch(() => false)) return;
  }
  assert.fail(`not within ${seconds} s: ${what}`);
}

const clear = async () => {
  await one('down', '--volumes');
  await cluster('down', '--volumes');
};
before(clear);
after(clear);

const shopper = new Shopper('http://localhost:3000');
const later = new Shopper('http://localhost:8080');

test('one node serves, and its image calls it healthy', async () => {
  await one('up', '--detach', '--no-build', '--wait');
  assert.equal((await shopper.ask('/')).status, 200);
  assert.equal((await shopper.ask('/healthz')).status, 200);
});

test('it runs as a user without rights, and writes nothing but its volume', async () => {
  assert.equal(await inShop('id -u; id -g; grep CapEff /proc/1/status; stat -c %u:%g /data/imp-checkout.db'), '10001\n10001\nCapEff:\t0000000000000000\n10001:10001');
  assert.equal(await inShop('cat /proc/1/comm; touch /usr/local/x 2>/dev/null || echo refused'), 'imp-checkout\nrefused');
  assert.equal(await inShop('test -s /etc/ssl/certs/ca-certificates.crt && echo there'), 'there');
});

test('a purchase is paid, by the browser or by the webhook alone', async () => {
  await shopper.buy({ tellsTheShop: true });
  await shopper.buy({ tellsTheShop: false });
});

test('it ends within seconds when it is stopped, without a complaint, and knows its carts in the next container', async () => {
  await shopper.add('carrots-10kg');
  const began = Date.now();
  await one('stop');
  assert.ok(Date.now() - began < 10_000);
  assert.equal(await inspect(SHOP, '.State.ExitCode'), '0');
  await one('down');
  await one('up', '--detach', '--no-build', '--wait');
  assert.ok(await shopper.hasInCart('carrots-10kg'));
});

test('it is started again after it was killed', async () => {
  // From outside: `docker kill` would count as the operator's wish.
  await docker('run', '--rm', '--pid', 'host', '--user', '0', '--entrypoint', 'bash', 'imp-checkout', '-c', `kill -9 ${await inspect(SHOP, '.State.Pid')}`);
  await until(() => shopper.hasInCart('carrots-10kg'), 'the cart is served again');
  assert.equal(await inspect(SHOP, '.RestartCount'), '1');
});

test('it is called unhealthy while it hangs, and once nobody listens', async () => {
  assert.equal(await exitOf('exec', SHOP, 'healthy'), 0);
  await docker('kill', '--signal', 'STOP', SHOP);
  assert.notEqual(await exitOf('exec', SHOP, 'healthy'), 0);
  await until(async () => (await inspect(SHOP, '.State.Health.Status')) === 'unhealthy', 'it is unhealthy', 60);
  await docker('kill', '--signal', 'CONT', SHOP);
  await until(async () => (await inspect(SHOP, '.State.Health.Status')) === 'healthy', 'it is healthy');
  assert.equal(await exitOf('run', '--rm', '--entrypoint', 'healthy', 'imp-checkout'), 1);
});

test('it moves to PostgreSQL, once it was stopped', async () => {
  const move = () => docker('compose', '-f', 'deploy/compose.cluster.yaml', 'run', '--rm', '--no-deps', '--volume', 'imp-checkout_data:/old', 'node1', 'migrate', '--from', 'sqlite:///old/imp-checkout.db', '--to', 'postgres://shop:shop@db/shop');
  await cluster('up', '--detach', '--no-build', '--wait', 'db');
  await assert.rejects(move(), /Stop the shop/);
  await one('down');
  assert.match(await move(), /The shop has moved/);
});

test('three nodes go on where one ended', async () => {
  await cluster('up', '--detach', '--no-build');
  later.cookie = shopper.cookie;
  assert.ok(await later.hasInCart('carrots-10kg'));
  await later.buy({ tellsTheShop: true });
  await later.buy({ tellsTheShop: false });
});

test('a new edition takes the nodes one after the other, and no request fails', async () => {
  const seen = new Map();
  let goes = true;
  const asking = (async () => {
    for (const visitor = new Shopper('http://localhost:8080'); goes; await sleep(50)) {
      for (const ask of [visitor.ask('/'), visitor.ask('/api/cart/add', { product: 'carrots-10kg', quantity: 1 })]) {
        const status = await ask.then((answer) => answer.status, (error) => error.cause?.code ?? error.message);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }
    }
  })();
  for (const name of ['node1', 'node2', 'node3']) await cluster('up', '--detach', '--no-build', '--no-deps', '--force-recreate', '--wait', name);
  goes = false;
  await asking;
  assert.deepEqual([...seen.keys()], [200], JSON.stringify([...seen]));
  assert.ok(seen.get(200) > 100);
});

test('the proxy starts while a node is down', async () => {
  await cluster('stop', 'node2');
  await cluster('restart', 'proxy');
  await until(async () => (await later.ask('/readyz')).status === 200, 'the proxy serves');
  await cluster('start', 'node2');
});

test('a node is found at its new address', async () => {
  const address = () => inspect(node(1), 'range .NetworkSettings.Networks}}{{.IPAddress}}{{end');
  const old = await address();
  await cluster('stop', 'node1');
  await docker('run', '--detach', '--rm', '--name', 'imp-checkout-squatter', '--network', 'imp-checkout-cluster_default', '--entrypoint', 'sleep', 'imp-checkout', '600');
  try {
    await cluster('up', '--detach', '--no-build', '--no-deps', '--wait', 'node1');
    assert.notEqual(await address(), old);
    await cluster('stop', 'node2', 'node3');
    await until(async () => (await later.ask('/readyz')).status === 200, 'node1 serves alone');
  } finally {
    await docker('rm', '--force', 'imp-checkout-squatter');
  }
});
