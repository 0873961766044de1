/**
 * `npm run verify -- URL`: sends marked files through every door of a running server, and looks for the marks.
 *
 *   --wait   also waits, five minutes, until a link is over
 *
 * With SENIM_ADMIN_EMAIL and SENIM_ADMIN_PASSWORD it also looks at an identity document as that agent may.
 * It works as two visitors of its own, redacts what it sent and closes its conversation. The identity document that it hands
 * over stays in the vault until its term.
 *
 * Exit code 0: everything holds. 1: something does not. 2: it could not be tried.
 */
import { parseArgs } from 'node:util';
import { SenimClient } from '@senim/client';
import { type CanaryFile, canaryFiles } from './verify/canary-files.ts';
import {
  type Person,
  type Report,
  type Scene,
  verifyAccess,
  verifyDeletion,
  verifyExpiry,
  verifyLink,
  verifyStripping,
  verifyVault,
} from './verify/verify-files.ts';

const { values, positionals } = parseArgs({
  options: { wait: { type: 'boolean', default: false } },
  allowPositionals: true,
});

let failures = 0;
const report: Report = (holds, what, detail) => {
  if (!holds) failures += 1;
  console.log(`${holds ? '✔' : '✘'} ${what}${holds || detail === undefined ? '' : `: ${detail}`}`);
};

const createVisitor = async (url: string): Promise<Person> => {
  const { token } = await SenimClient.createVisitor(url);
  const client = new SenimClient({ url, token: async () => token });
  const policy = await client.policy();
  const purposes = [...policy.required, ...policy.optional];
  await client.consents.give({ policyVersion: policy.version, purposes });
  return { client, token };
};

const administratorToken = async (url: string): Promise<string | undefined> => {
  const { SENIM_ADMIN_EMAIL: email, SENIM_ADMIN_PASSWORD: password } = process.env;
  if (!email || !password) return undefined;
  return (await SenimClient.signInAgent(url, { email, password })).token;
};

const verify = async (url: string): Promise<void> => {
  const [owner, stranger] = [await createVisitor(url), await createVisitor(url)];
  await using client = owner.client;
  await client.connect();
  const conversation = await client.conversations.open({ kind: 'support' });
  const scene: Scene = { url, owner, stranger, conversation, report };
  const files = await canaryFiles();
  const attachments = [];
  for (const file of files) attachments.push(await verifyStripping(scene, file));
  const [photo] = attachments;
  if (!photo) throw new Error('there are no files to send');
  await verifyAccess(scene, photo);
  const link = await verifyLink(scene, photo);
  await verifyVault(scene, files[0] as CanaryFile, await administratorToken(url));
  if (values.wait) await verifyExpiry(report, link);
  await verifyDeletion(scene, attachments);
  await conversation.close();
};

const [address] = positionals;
if (!address || !URL.canParse(address)) {
  console.error('Say which server: npm run verify -- https://chat.example.com');
  process.exit(2);
}
try {
  await verify(new URL(address).origin);
  console.log(failures === 0 ? 'Everything holds.' : `${failures} of these do not hold.`);
  process.exitCode = failures === 0 ? 0 : 1;
} catch (error) {
  console.error(`It could not be tried: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
