// @clerk/backend on node: the functions of a peer, and the loop of benchmarks/peers/__main__.py in its language.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PACKAGE = new URL('../../tests/node/node_modules/@clerk/backend/', import.meta.url);
const ENTRY = new URL('dist/index.mjs', PACKAGE).href;
const KEY = 'sk_test_benchmark';

// Wall clock and CPU time since it was made, for each of `count` equal pieces of work.
function stopwatch() {
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  return (count) => {
    const { user, system } = process.cpuUsage(cpu);
    return { wall: Number(process.hrtime.bigint() - wall) / 1e9 / count, cpu: (user + system) / 1e6 / count };
  };
}

// The most memory that this process ever had, in bytes.
const peak = () => process.resourceUsage().maxRSS * 1024;

async function each({ warm, calls }, call) {
  for (let n = 0; n < warm; n++) await call();
  const per = stopwatch();
  for (let n = 0; n < calls; n++) await call();
  return per(calls);
}

function cold(statements) {
  const code = `const wall = process.hrtime.bigint(), cpu = process.cpuUsage();
    ${statements}
    const { user, system } = process.cpuUsage(cpu);
    console.log(JSON.stringify({ wall: Number(process.hrtime.bigint() - wall) / 1e9, cpu: (user + system) / 1e6 }));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', code]));
}

let createClerkClient;
const client = (url) => createClerkClient({ secretKey: KEY, apiUrl: url });
const get = ({ organizations }) => organizations.getOrganization({ organizationId: 'org_1' });
const list = ({ organizations }, limit, offset) =>
  organizations.getOrganizationMembershipList({ organizationId: 'org_1', limit, offset });

const rows = {
  cold_start: () =>
    cold(`const { createClerkClient } = await import('${ENTRY}');
      createClerkClient({ secretKey: '${KEY}' }).organizations.getOrganization;`),

  import_alone: () => cold(`await import('${ENTRY}');`),

  async_get(one) {
    const clerk = client(one.url);
    return each(one, () => get(clerk));
  },

  network(one) {
    const clerk = client(one.url);
    return each(one, () => list(clerk, one.items, 0));
  },

  async fan_out({ url, concurrent, rounds }) {
    const clerk = client(url);
    const per = stopwatch();
    for (let n = 0; n < rounds; n++) await Promise.all(Array.from({ length: concurrent }, () => get(clerk)));
    return { ...per(1), peak: peak() };
  },

  async walk({ url, items, total }) {
    const clerk = client(url);
    const memory = [];
    const per = stopwatch();
    let seen = 0;
    for (let offset = 0; offset < total; offset += items) {
      for (const _ of (await list(clerk, items, offset)).data) seen += 1;
      memory.push(process.memoryUsage.rss());
    }
    if (seen !== total) throw new Error(`the walk saw ${seen} of ${total} items`);
    const start = Math.max(...memory.slice(0, Math.max(1, Math.floor(memory.length / 4))));
    return { ...per(1), growth: Math.max(...memory) / start, peak: peak() };
  },

  async many_clients({ url, clients: count }) {
    await get(client(url));
    const per = stopwatch();
    const clients = Array.from({ length: count - 1 }, () => client(url));
    const alone = per(clients.length);
    for (const clerk of clients) await get(clerk);
    return { ...alone, with_call: per(clients.length).wall };
  },
};

async function main() {
  if (!existsSync(fileURLToPath(ENTRY))) return say({ absent: '@clerk/backend is not installed: make install' });
  ({ createClerkClient } = await import(ENTRY));
  const { version } = JSON.parse(readFileSync(new URL('package.json', PACKAGE), 'utf8'));
  say({ title: '@clerk/backend', kind: 'peer', version, rows: Object.keys(rows) });
  for await (const line of createInterface({ input: process.stdin })) {
    const { row, case: one } = JSON.parse(line);
    try {
      say({ metrics: await rows[row](one) });
    } catch (error) {
      console.error(error);
      say({ error: `${error.name}: ${error.message}` });
    }
  }
  process.exit(0); // fetch would hold its connections open for some seconds
}

const say = (told) => console.log(JSON.stringify(told));

await main();
