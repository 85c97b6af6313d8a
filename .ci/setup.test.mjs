// The set-up tried on machines that never were: each has just the programs that its row says, as stand-ins that note
// how they were called, in folders of its own with a blank in their names. Nothing is downloaded or built.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

const BINDGEN = readFileSync('Cargo.toml', 'utf8').match(/^wasm-bindgen = .*version = "=([\d.]+)"/m)[1];
const MINIMUM_RUST = readFileSync('Cargo.toml', 'utf8').match(/^rust-version = "([\d.]+)"/m)[1];
/** What every bare Debian has. Nothing else of the real machine is on PATH. */
const BASE = ['awk', 'bash', 'cat', 'chmod', 'cmp', 'cp', 'dirname', 'env', 'find', 'grep', 'head', 'id', 'ln', 'ls', 'mkdir', 'mktemp', 'mv', 'rm', 'sed', 'sh', 'sort', 'tar', 'gzip', 'tail', 'tr', 'uname', 'df'];
const folders = [];
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const real = (name) => (process.env.PATH ?? '').split(':').map((folder) => join(folder, name)).find((path) => existsSync(path));

class Machine {
  constructor() {
    this.top = mkdtempSync(join(realpathSync(tmpdir()), 'a bare machine '));
    folders.push(this.top);
    this.home = join(this.top, 'home');
    this.cargo = join(this.home, '.cargo', 'bin');
    this.tree = join(this.top, 'the shop');
    this.bin = join(this.top, 'bin');
    this.log = join(this.top, 'log');
    this.env = {};
    for (const folder of [this.home, this.cargo, this.tree, this.bin, join(this.tree, '.ci'), join(this.tree, 'end2end', 'support'), join(this.top, 'etc')]) {
      mkdirSync(folder, { recursive: true });
    }
    for (const name of BASE) symlinkSync(real(name), join(this.bin, name));
    for (const name of readdirSync('.ci')) copyFileSync(join('.ci', name), join(this.tree, '.ci', name));
    for (const name of ['Cargo.toml', 'rust-toolchain.toml']) copyFileSync(name, join(this.tree, name));
    writeFileSync(join(this.tree, 'end2end', 'package-lock.json'), '{}');
    writeFileSync(join(this.tree, 'end2end', 'support', 'browsers.mjs'), 'process.exitCode = 0;\n');
    writeFileSync(join(this.top, 'etc', 'os-release'), 'ID=debian\n');
    this.has('cc');
    this.has('make');
    this.has('node', `case "$*" in --version) echo v20.20.2;; *) exec '${process.execPath}' "$@";; esac`);
    this.rust(MINIMUM_RUST);
    this.has('rustup', `case "$*" in "target add"*) mkdir -p '${this.wasm}'; : > '${this.wasm}/libstd-0.rlib';; esac`);
    this.cargoInstalls();
    this.has('npm', this.putter('binaryen', 'wasm-opt', 'wasm-opt version 132 (version_132)'));
    this.has('apt-get');
    this.has('dpkg');
  }

  get wasm() {
    return join(this.home, 'rustlib', 'wasm32');
  }

  /** A program that notes its call and then does this. */
  has(name, does = ':', where = this.bin) {
    mkdirSync(where, { recursive: true });
    rmSync(join(where, name), { force: true });
    writeFileSync(join(where, name), `#!/bin/bash\necho "${name} $*" >> '${this.log}'\n${does}\n`);
    chmodSync(join(where, name), 0o755);
    return this;
  }

  lacks(...names) {
    for (const name of names) rmSync(join(this.bin, name), { force: true });
    return this;
  }

  /** A tool that says this version of itself, and is not noted. */
  tool(name, says, where = this.cargo) {
    mkdirSync(where, { recursive: true });
    writeFileSync(join(where, name), `#!/bin/bash\necho "${says}"\n`);
    chmodSync(join(where, name), 0o755);
    return this;
  }

  rust(version, { target = false } = {}) {
    if (target) {
      mkdirSync(this.wasm, { recursive: true });
      writeFileSync(join(this.wasm, 'libstd-0.rlib'), '');
    }
    const minor = version.split('.').slice(0, 2).join('.');
    return this.has('rustc', `case "$*" in *target-libdir*) echo '${this.wasm}';; *) echo 'rustc ${minor}.0 (x 2026-01-01)';; esac`);
  }

  /** Code that puts a program under `bin` of --prefix or --root (else cargo's own), when its call names the package. */
  putter(word, name, says) {
    return `root='${join(this.home, '.cargo')}'; all="$*"
while [ $# -gt 0 ]; do case "$1" in --prefix | --root) root=$2;; esac; shift; done
case "$all" in *${word}*) mkdir -p "$root/bin"; printf '#!/bin/sh\\necho "%s"\\n' '${says}' > "$root/bin/${name}"; chmod 755 "$root/bin/${name}";; esac`;
  }

  /** What \`cargo install\` brings; by default what is asked for. */
  cargoInstalls({ bindgen = BINDGEN, leptos = '0.3.10', before = '' } = {}) {
    return this.has('cargo', `[ "$1" = install ] || exit 0
${before}
${this.putter('wasm-bindgen-cli', 'wasm-bindgen', `wasm-bindgen ${bindgen}`)}
case "$all" in *cargo-leptos*) mkdir -p "$root/bin"; printf '#!/bin/sh\\necho "cargo-leptos ${leptos}"\\n' > "$root/bin/cargo-leptos"; chmod 755 "$root/bin/cargo-leptos";; esac`);
  }

  /** All tools, each of the right version. */
  ready() {
    this.rust(MINIMUM_RUST, { target: true });
    return this.tool('wasm-bindgen', `wasm-bindgen ${BINDGEN}`).tool('cargo-leptos', 'cargo-leptos 0.3.10').tool('wasm-opt', 'wasm-opt version 132');
  }

  /** Runs a script; answers its exit status, all it said, and the calls it made. */
  run(script = 'setup', ...args) {
    rmSync(this.log, { force: true });
    const env = { PATH: this.bin, HOME: this.home, SYSTEM_ROOT: this.top, ...this.env };
    const ended = spawnSync(real('bash'), [join(this.tree, '.ci', script), ...args], { env, cwd: this.tree, encoding: 'utf8', timeout: 60_000 });
    const calls = existsSync(this.log) ? readFileSync(this.log, 'utf8').trim().split('\n').filter(Boolean) : [];
    const installs = calls.filter((call) => /^(cargo (install|binstall)|npm (install|ci)|rustup|apt-get.* install|curl)/.test(call));
    return { status: ended.status, said: ended.stdout + ended.stderr, calls, installs };
  }

  /** The version that the build will find under this name. */
  finds(name) {
    const path = [join(this.tree, 'target', 'tools'), this.cargo, this.bin].map((folder) => join(folder, name)).find((file) => existsSync(file));
    return path && spawnSync(path, ['--version'], { encoding: 'utf8', env: { PATH: this.bin } }).stdout.trim();
  }
}

/** The build finds all three tools, each of a version that fits. */
function isWhole(machine, { status, said }) {
  assert.equal(status, 0, said);
  assert.equal(machine.finds('wasm-bindgen'), `wasm-bindgen ${BINDGEN}`);
  assert.match(machine.finds('cargo-leptos') ?? '', /^cargo-leptos 0\.3\.(9|[1-9]\d)$/);
  assert.match(machine.finds('wasm-opt') ?? '', /^wasm-opt version 132/);
}

/** One sentence at the end says what is wrong and what mends it. */
function stops({ status, said }, ...words) {
  assert.notEqual(status, 0, said);
  const last = said.trim().split('\n').at(-1);
  assert.match(last, /^Stopped: /, said);
  for (const word of words) assert.match(last, word);
  assert.doesNotMatch(said, /unbound variable|command not found|syntax error/);
}

test('a bare machine is set up, and the second time nothing is asked for', () => {
  const machine = new Machine();
  const first = machine.run();
  isWhole(machine, first);
  assert.deepEqual(
    ['wasm-bindgen-cli', 'cargo-leptos', 'binaryen', 'target add'].filter((word) => !first.installs.some((call) => call.includes(word))),
    [],
  );
  assert.match(first.said, /\[1\/3\].*\[2\/3\].*\[3\/3\]/s, 'which step of how many');
  const second = machine.run();
  isWhole(machine, second);
  assert.deepEqual(second.installs, []);
});

const ENDS_WELL = {
  'everything is there': [(m) => m.ready(), 0],
  'the target is half downloaded': [(m) => { m.ready(); rmSync(join(m.wasm, 'libstd-0.rlib')); }, 1],
  'Rust is not installed yet': [(m) => m.ready().has('rustc', `[ -e '${m.top}/rust' ] || exit 1; case "$*" in *libdir*) echo '${m.wasm}';; *) echo 'rustc 1.99.0';; esac`).has('rustup', `: > '${m.top}/rust'`), 1],
  'Rust is too old': [(m) => { m.ready().rust('1.70'); m.has('rustup', `sed -i 's/rustc 1.70/rustc 1.99/' '${m.bin}/rustc'`); }, 1],
  'clippy and rustfmt are missing': [(m) => m.ready().has('cargo', `case "$1" in fmt | clippy) [ -e '${m.top}/'$1 ] || exit 1;; esac`).has('rustup', `case "$3" in rustfmt) : > '${m.top}/fmt';; clippy) : > '${m.top}/clippy';; esac`), 2],
  'wasm-bindgen is missing': [(m) => { m.ready(); rmSync(join(m.cargo, 'wasm-bindgen')); }, 1],
  'wasm-bindgen is of another version': [(m) => m.ready().tool('wasm-bindgen', 'wasm-bindgen 0.2.92'), 1],
  'wasm-bindgen is there twice, the wrong one first': [(m) => m.ready().tool('wasm-bindgen', 'wasm-bindgen 0.2.92').tool('wasm-bindgen', `wasm-bindgen ${BINDGEN}`, m.bin), 0],
  'wasm-bindgen does not run': [(m) => m.ready().has('wasm-bindgen', 'exit 127', m.cargo), 1],
  'wasm-bindgen says nothing': [(m) => m.ready().has('wasm-bindgen', ':', m.cargo), 1],
  'cargo-leptos is missing': [(m) => { m.ready(); rmSync(join(m.cargo, 'cargo-leptos')); }, 1],
  'cargo-leptos is too old': [(m) => m.ready().tool('cargo-leptos', 'cargo-leptos 0.2.47'), 1],
  'cargo-leptos is newer': [(m) => m.ready().tool('cargo-leptos', 'cargo-leptos 0.3.11'), 0],
  'cargo-leptos is of another series': [(m) => m.ready().tool('cargo-leptos', 'cargo-leptos 0.4.0'), 1],
  'cargo-leptos does not run': [(m) => m.ready().has('cargo-leptos', 'exit 1', m.cargo), 1],
  'wasm-opt is missing': [(m) => { m.ready(); rmSync(join(m.cargo, 'wasm-opt')); }, 1],
  'wasm-opt is Debian’s, which is too old': [(m) => { m.ready(); rmSync(join(m.cargo, 'wasm-opt')); m.tool('wasm-opt', 'wasm-opt version 108', m.bin); }, 1],
  'wasm-opt was half installed': [(m) => m.ready().has('wasm-opt', 'exit 1', m.cargo), 1],
  'a link to a tool leads nowhere': [(m) => { m.ready(); mkdirSync(join(m.tree, 'target/tools'), { recursive: true }); symlinkSync(join(m.top, 'gone'), join(m.tree, 'target/tools/wasm-opt')); }, 0],
  'cargo’s settings point elsewhere': [(m) => { m.ready(); Object.assign(m.env, { CARGO_TARGET_DIR: '/elsewhere', RUSTFLAGS: '-C target-cpu=native', CARGO_BUILD_TARGET: 'x86_64-unknown-linux-musl' }); }, 0],
};
for (const [what, [make, installs]] of Object.entries(ENDS_WELL)) {
  test(`${what}: ends in a working set-up`, () => {
    const machine = new Machine();
    make(machine);
    const ended = machine.run();
    isWhole(machine, ended);
    assert.equal(ended.installs.length, installs, ended.installs.join('\n'));
    assert.deepEqual(machine.run().installs, [], 'and stays one');
  });
}

test('another project’s tools are left as they are', () => {
  const machine = new Machine().ready().tool('wasm-bindgen', 'wasm-bindgen 0.2.92').tool('cargo-leptos', 'cargo-leptos 0.2.47');
  isWhole(machine, machine.run());
  for (const [tool, version] of [['wasm-bindgen', '0.2.92'], ['cargo-leptos', '0.2.47']]) {
    assert.match(readFileSync(join(machine.cargo, tool), 'utf8'), new RegExp(version));
  }
});

test('settings that would break the build are left out, and it is said', () => {
  const machine = new Machine().ready();
  machine.env = { RUSTFLAGS: '-C link-arg=-fuse-ld=mold' };
  assert.match(machine.run().said, /RUSTFLAGS is set; it is left out/);
});

const REFUSED = {
  'cargo is missing': [(m) => m.lacks('cargo'), /rustup\.rs/],
  'a C compiler is missing': [(m) => m.lacks('cc'), /build-essential/],
  'make is missing': [(m) => m.lacks('make'), /build-essential/],
  'Node is missing': [(m) => m.lacks('node'), /nodejs\.org/],
  'npm is missing': [(m) => m.lacks('npm'), /nodejs\.org/],
  'Node is too old': [(m) => m.has('node', 'case "$*" in --version) echo v16.1.0;; *) exit 1;; esac'), /v16\.1\.0 is too old/, /install 20/],
  'Rust is missing, and so is rustup': [(m) => m.has('rustc', 'exit 1').lacks('rustup'), /rustup\.rs/],
  'Rust cannot be installed': [(m) => m.has('rustc', 'exit 1').has('rustup', 'exit 1'), /could not install Rust/],
  'Rust is too old, without rustup': [(m) => m.rust('1.63').lacks('rustup'), /1\.63.*too old.*rustup\.rs/],
  'Rust stays too old': [(m) => m.rust('1.63'), /still too old/],
  'the target cannot be added': [(m) => m.has('rustup', 'exit 1'), /wasm32-unknown-unknown/],
  'the target is missing, without rustup': [(m) => m.lacks('rustup'), /rustup\.rs/],
  'wasm-bindgen cannot be built': [(m) => m.cargoInstalls({ before: 'exit 101' }), /wasm-bindgen .* could not be built/, /run this again/],
  'cargo-leptos cannot be built': [(m) => m.cargoInstalls({ before: 'case "$*" in *leptos*) exit 101;; esac' }), /cargo-leptos .* could not be built/],
  'the registry brings another version': [(m) => m.cargoInstalls({ bindgen: '0.2.1' }), /what runs is 'wasm-bindgen 0\.2\.1'/, /remove/],
  'npm cannot install binaryen': [(m) => m.has('npm', 'exit 1'), /wasm-opt/],
  'the checkout cannot be written to': [(m) => { writeFileSync(join(m.tree, 'target'), 'a file in the way'); }, /cannot be written to/],
  'the disk is full': [(m) => m.has('df', "printf 'Filesystem 1M-blocks Used Available\\n/dev/x 100 90 10 90%% /\\n'"), /10 MB left/, /make room/],
};
for (const [what, [make, ...words]] of Object.entries(REFUSED)) {
  test(`${what}: stops with a sentence that tells the mend`, () => {
    const machine = new Machine();
    make(machine);
    stops(machine.run(), ...words);
  });
}

/** An archive as a project publishes it, and a curl that brings it. */
function publishes(machine, tool, says, { digest } = {}) {
  const folder = join(machine.top, `${tool}-archive`);
  machine.tool(tool, says, folder);
  const archive = join(machine.top, `${tool}.tar.gz`);
  assert.equal(spawnSync('tar', ['-czf', archive, '-C', machine.top, `${tool}-archive`]).status, 0);
  const right = createHash('sha256').update(readFileSync(archive)).digest('hex');
  const setup = join(machine.tree, '.ci', 'setup');
  const pins = readFileSync(setup, 'utf8').replaceAll(/(tar\.gz) [0-9a-f]{64}/g, `$1 ${digest ?? right}`);
  writeFileSync(setup, pins);
  return machine.has('curl', `while [ $# -gt 0 ]; do case "$1" in -o) to=$2;; esac; last=$1; shift; done
case "$last" in *${tool}*) cp '${archive}' "$to";; *) exit 6;; esac`);
}

const PREBUILT = [['wasm-bindgen', `wasm-bindgen ${BINDGEN}`], ['cargo-leptos', 'cargo-leptos 0.3.9']];
for (const [tool, says] of PREBUILT) {
  test(`${tool}'s own archive is taken where it can be had, and only if it is the pinned one`, () => {
    const taken = publishes(new Machine(), tool, says);
    const ended = taken.run();
    isWhole(taken, ended);
    assert.ok(!ended.installs.some((call) => call.startsWith('cargo install') && call.includes(tool)), 'nothing was built');

    const other = publishes(new Machine(), tool, says, { digest: '0'.repeat(64) });
    const refused = other.run();
    isWhole(other, refused);
    assert.match(refused.said, /not the one that is pinned/);
    assert.ok(refused.installs.some((call) => call.startsWith('cargo install') && call.includes(tool)), 'it was built');

    const unwanted = publishes(new Machine(), tool, says);
    unwanted.env = { PREBUILT: 'no' };
    assert.ok(!unwanted.run().calls.some((call) => call.startsWith('curl')));
  });
}

test('an archive that holds another version is left alone', () => {
  const machine = publishes(new Machine(), 'wasm-bindgen', 'wasm-bindgen 0.2.1');
  isWhole(machine, machine.run());
});

test('a cargo-binstall that is there is used; one that fails costs nothing', () => {
  for (const [does, builds] of [['', 0], ['exit 1', 2]]) {
    const machine = new Machine().has('cargo-binstall');
    machine.cargoInstalls();
    const cargo = join(machine.bin, 'cargo');
    writeFileSync(cargo, readFileSync(cargo, 'utf8').replace('[ "$1" = install ] || exit 0', `case "$1" in install) ;; binstall) ${does};; *) exit 0;; esac`));
    const ended = machine.run();
    isWhole(machine, ended);
    assert.equal(ended.installs.filter((call) => call.startsWith('cargo install')).length, builds);
  }
});

test('a run that was interrupted in any step is simply run again', () => {
  for (const word of ['wasm-bindgen-cli', 'cargo-leptos']) {
    const machine = new Machine();
    machine.cargoInstalls({ before: `case "$*" in *${word}*) mkdir -p '${machine.cargo}'; kill -INT $PPID; exit 130;; esac` });
    assert.notEqual(machine.run().status, 0);
    machine.cargoInstalls();
    isWhole(machine, machine.run());
  }
  const machine = new Machine().has('npm', 'kill -INT $PPID; exit 130');
  assert.notEqual(machine.run().status, 0);
  machine.has('npm', machine.putter('binaryen', 'wasm-opt', 'wasm-opt version 132 (version_132)'));
  isWhole(machine, machine.run());
});

// ---- What the tests need besides ----

const DEBIAN = ['postgresql', 'pgbouncer', 'python3', 'webkit2gtk-driver', 'gir1.2-webkit2-4.1', 'python3-gi', 'xvfb', 'chromium', 'chromium-headless-shell', 'firefox-esr', 'fonts-noto-cjk'];
const PROGRAMS = ['initdb', 'pgbouncer', 'python3', 'WebKitWebDriver', 'Xvfb', 'chromium', 'chromium-headless-shell', 'firefox-esr', 'fc-list'];

function root(machine, is = true) {
  machine.has('id', `echo ${is ? 0 : 1000}`);
  machine.has('npm', `[ "$1" != ci ] || mkdir -p node_modules`);
  return machine;
}
const everyProgram = (machine) => {
  const says = { 'fc-list': 'echo Noto', 'firefox-esr': 'echo Mozilla Firefox 153.8.0esr' };
  PROGRAMS.forEach((name) => machine.has(name, says[name] ?? ':'));
  machine.has('python3', ':', join(machine.top, 'usr', 'bin'));
};

test('for the tests, root on Debian gets everything in one go, and nothing the second time', () => {
  const machine = root(new Machine());
  machine.has('apt-get', `for name in ${PROGRAMS.join(' ')}; do printf '#!/bin/sh\\necho Noto 153\\n' > '${machine.bin}/'$name; chmod 755 '${machine.bin}/'$name; done; mkdir -p '${machine.top}/usr/bin'; cp '${machine.bin}/python3' '${machine.top}/usr/bin/'`);
  const { status, said, installs } = machine.run('test-setup');
  assert.equal(status, 0, said);
  const [apt] = installs.filter((call) => call.startsWith('apt-get'));
  for (const name of DEBIAN) assert.match(apt, new RegExp(` ${name}( |$)`));
  assert.deepEqual(machine.run('test-setup').installs, []);
});

const HALF = {
  'PostgreSQL': ['initdb', 'postgresql'],
  'pgbouncer': ['pgbouncer', 'pgbouncer'],
  'Python': ['python3', 'python3'],
  'Chromium': ['chromium', 'chromium'],
  'a Chromium without windows': ['chromium-headless-shell', 'chromium-headless-shell'],
  'Firefox': ['firefox-esr', 'firefox-esr'],
  'WebKit': ['WebKitWebDriver', 'webkit2gtk-driver'],
  'an X server without a screen': ['Xvfb', 'xvfb'],
  'WebKit’s bindings': ['../usr/bin/python3', 'gir1.2-webkit2-4.1'],
  'a Korean font': ['fc-list', 'fonts-noto-cjk'],
};
for (const [what, [program, name]] of Object.entries(HALF)) {
  test(`for the tests, ${what} alone is missing: it is installed, or named with the command that does`, () => {
    const machine = root(new Machine());
    everyProgram(machine);
    machine.lacks(program);
    machine.has('apt-get', `case "$*" in *" ${name}"*) printf '#!/bin/sh\\necho Noto 153\\n' > '${join(machine.bin, program)}'; chmod 755 '${join(machine.bin, program)}';; esac`);
    const installed = machine.run('test-setup');
    assert.equal(installed.status, 0, installed.said);
    assert.match(installed.installs.find((call) => call.startsWith('apt-get')) ?? '', new RegExp(` ${name}( |$)`));

    machine.lacks(program).has('apt-get', 'exit 100');
    stops(machine.run('test-setup'), new RegExp(name), /run this again/);

    const user = root(machine, false).run('test-setup');
    stops(user, new RegExp(name));
    assert.match(user.said, new RegExp(`sudo apt-get install .*${name}`));
  });
}

test('for the tests, a Firefox that is too old is replaced, or named', () => {
  const machine = root(new Machine());
  everyProgram(machine);
  machine.has('firefox-esr', 'echo Mozilla Firefox 140.12.0esr');
  stops(machine.run('test-setup'), /Firefox 150 or newer/);
  machine.has('apt-get', `printf '#!/bin/sh\\necho Mozilla Firefox 153.8.0esr\\n' > '${join(machine.bin, 'firefox-esr')}'`);
  const ended = machine.run('test-setup');
  assert.equal(ended.status, 0, ended.said);
  assert.deepEqual(machine.run('test-setup').installs, []);
});

test('for the tests, packages that npm cannot install end in a sentence, and half of them never pass for all', () => {
  const machine = root(new Machine());
  everyProgram(machine);
  machine.has('npm', 'mkdir -p node_modules; exit 1');
  stops(machine.run('test-setup'), /npm could not install/);
  const again = root(machine).run('test-setup');
  assert.equal(again.status, 0, again.said);
  assert.ok(again.calls.some((call) => call.startsWith('npm ci')));
});

test('for the tests, an engine that is not there is asked of Playwright, and named if that fails', () => {
  const machine = root(new Machine());
  everyProgram(machine);
  writeFileSync(join(machine.tree, 'end2end', 'support', 'browsers.mjs'), 'process.exitCode = 1;\n');
  machine.has('npx');
  const ended = machine.run('test-setup');
  stops(ended, /engine is missing/);
  assert.ok(ended.calls.some((call) => call.startsWith('npx playwright install')));
});

test('a port that is taken is told before anything is built, with the variable that mends it', async () => {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `127.0.0.1:${server.address().port}`;
  for (const [variable, other] of [['LEPTOS_SITE_ADDR', 'SANDBOX_ADDR'], ['SANDBOX_ADDR', 'LEPTOS_SITE_ADDR']]) {
    const machine = new Machine();
    machine.env = { [variable]: address, [other]: '127.0.0.1:9' };
    const ended = machine.run('serve');
    stops(ended, new RegExp(`set ${variable} to a free address`));
    assert.deepEqual(ended.calls.filter((call) => !call.startsWith('node')), []);
  }
  server.close();
});
