// The calls of tests/parity/, made by one version of @clerk/backend: a JSON line with what each returned or raised.
//
// Arguments: the name that the version has in package.json, and a file with the cases as JSON. Each case has a secret key
// of its own, by which the server knows whose requests it sees; so several cases can be under way.
import { readFileSync } from 'node:fs';

const [sdk, file] = process.argv.slice(2);
const { createClerkClient } = await import(sdk);
const apiUrl = process.env.CLERK_API_URL;
const AT_ONCE = 16;
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

async function outcome({ resource, method, args, code, secretKey }) {
  const clerk = createClerkClient({ apiUrl, secretKey });
  try {
    if (!code) return { returned: plain(await clerk[resource][method](...args.map(revive))) };
    const call = new AsyncFunction('clerk', 'bytes', `return ${code}`);
    return { returned: plain(await call(clerk, logo(args))) };
  } catch (error) {
    return { raised: raised(error) };
  }
}

const cases = JSON.parse(readFileSync(file, 'utf8'));
const outcomes = [];
const left = cases.entries();

async function work() {
  for (const [number, test] of left) outcomes[number] = await outcome(test);
}

await Promise.all(Array.from({ length: AT_ONCE }, work));
for (const each of outcomes) process.stdout.write(`${JSON.stringify(each)}\n`);
