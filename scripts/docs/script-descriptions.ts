/** What each npm script is for, in the order in which the table shows them. */
export const SCRIPT_DESCRIPTIONS: Readonly<Record<string, string>> = {
  start: 'runs the whole stack on this machine, from the template that is deployed',
  demo: 'plays one chat from opening to close against the local stack and prints what happens',
  test: 'runs every test that needs no AWS account',
  check: 'format, lint, types, imports, dead code, specification, documents, sizes, fast tests',
  lint: 'eslint alone',
  format: 'prettier, writing',
  spec: 'holds `docs/SPEC.md` against the tests; `-- --list` prints which test covers which clause',
  docs: 'writes the generated parts of the documents; `-- --check` only compares',
  bundle: 'bundles functions and pages into `dist/` and prints their sizes',
  size: 'holds bundles and pages against their size limits',
  synth: 'makes the CloudFormation template, without an account',
  bench: 'measures cost and time per message against the limits',
  fuzz: 'throws broken frames, requests, tickets and records at every function; `-- --count N --seed N`',
  'record-history': 'records the stories that later releases must still be able to replay; `-- <release>`',
  load: 'measures latency under many sockets, slow readers and floods, and the memory of a virtual hour',
  simulate: 'runs seeded sessions with faults and looks for lost, doubled or stuck chats',
};
