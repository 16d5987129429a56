// The calls of tests/parity/, made by @clerk/backend: one JSON line per case with what it returned or raised.
//
// Reads the cases as JSON from the file named by the first argument. Before each call it tells the server which case
// begins, so that the server answers as that case says and knows whose requests it sees.
import { readFileSync } from 'node:fs';
import { createClerkClient } from '@clerk/backend';

const apiUrl = process.env.CLERK_API_URL;
const clerk = createClerkClient({ apiUrl, secretKey: process.env.CLERK_SECRET_KEY });
const AsyncFunction = (async () => {}).constructor;

// What JSON cannot say is written as an object with one key that begins with $.
function revive(value) {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== 'object') return value;
  if ('$undefined' in value) return undefined;
  if ('$blob' in value) return new Blob(...content(value.$blob));
  if ('$file' in value) {
    const [bytes, options] = content(value.$file);
    return new File(bytes, value.$file.name, options);
  }
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, revive(member)]));
}

function content({ base64, type }) {
  return [[Buffer.from(base64, 'base64')], type === undefined ? {} : { type }];
}

// Instances become plain objects with the name of their class; undefined is told from null.
function plain(value) {
  if (value === undefined) return { $undefined: true };
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value).filter(([name]) => name !== '_raw'); // the JSON that every class keeps
  const name = value.constructor.name.replace(/^_/, ''); // the bundler renames `class X` to `class _X`
  const told = Object.fromEntries(members.map(([key, member]) => [key, plain(member)]));
  return name === 'Object' ? told : { $class: name, ...told };
}

function raised(error) {
  const { status, clerkTraceId, retryAfter, message } = error;
  const errors = error.errors?.map(({ code, message, longMessage, meta }) => ({ code, message, longMessage, meta }));
  return { $class: error.constructor.name, ...plain({ status, clerkTraceId, retryAfter, message, errors }) };
}

// What `bytes` stands for in the text of a call.
function logo(args) {
  const file = args.at(-1)?.file;
  return file && Buffer.from(file.$file.base64, 'base64');
}

async function outcome({ method, args, code }) {
  try {
    if (!code) return { returned: plain(await clerk.organizations[method](...args.map(revive))) };
    const call = new AsyncFunction('clerk', 'bytes', `return ${code}`);
    return { returned: plain(await call(clerk, logo(args))) };
  } catch (error) {
    return { raised: raised(error) };
  }
}

for (const [number, test] of JSON.parse(readFileSync(process.argv[2], 'utf8')).entries()) {
  await (await fetch(`${apiUrl}/__case__/${number}`)).arrayBuffer();
  process.stdout.write(`${JSON.stringify(await outcome(test))}\n`);
}
