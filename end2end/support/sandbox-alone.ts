// The sandbox by itself, as any shop in any language would start it: `imp-checkout sandbox`. One for each worker, so
// that a test may change its settings without disturbing the shop's tests.

import { spawn } from 'node:child_process';
import { freePorts } from './ports.ts';
import { program } from './program.ts';

type Json = Record<string, unknown>;

export class SandboxAlone {
  private constructor(
    readonly url: string,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<SandboxAlone> {
    const [port] = await freePorts(1);
    const address = `127.0.0.1:${port}`;
    const env = { ...process.env, SANDBOX_ADDR: address, RUST_LOG: 'warn' };
    const server = spawn(program(), ['sandbox'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    // It says where it answers once its port is bound.
    const spoke = new Promise<void>((resolve) => server.stdout.once('data', () => resolve()));
    await Promise.race([spoke, ended.then(() => Promise.reject(new Error('the sandbox ended at once')))]);
    return new SandboxAlone(`http://${address}`, async () => {
      server.kill('SIGTERM');
      await ended;
    });
  }

  /** A call of the console's API. */
  async console(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<any> {
    return this.ask(method, `/console/api/${path}`, body);
  }

  /** A call of i'mport's REST API, with a token. */
  async rest(method: string, path: string, body?: unknown): Promise<any> {
    const { access_token } = await this.ask('POST', '/users/getToken', { imp_key: 'sandbox_key', imp_secret: 'sandbox_secret' });
    return this.ask(method, path, body, { Authorization: access_token });
  }

  /** The only or newest record of an order, if there is any. */
  async record(merchantUid: string): Promise<Json | undefined> {
    const [newest] = await this.console('GET', `payments?merchant_uid=${merchantUid}`);
    return newest;
  }

  /** The statuses that webhooks told of an order, oldest first. */
  async webhooks(merchantUid: string): Promise<string[]> {
    const log: { body: { status: string } }[] = await this.console('GET', `webhooks?merchant_uid=${merchantUid}`);
    return log.map(({ body }) => body.status).reverse();
  }

  private async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<any> {
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(this.url + path, { method, headers: { 'Content-Type': 'application/json', ...headers }, ...content });
    const envelope = await response.json();
    if (envelope.code !== 0) throw new Error(`${method} ${path}: ${response.status} ${envelope.message}`);
    return envelope.response;
  }
}
