/** Passwords are kept as argon2id hashes (OWASP: 19 MiB, 2 passes, 1 lane). */
import { hash, verify } from '@node-rs/argon2';

const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

/** Compared with when there is no such account, so that the time tells nothing (ASVS 6.3.8). */
const nobodysHash = hashPassword('nobody has this password');

/** @param known undefined when there is no such account: then it takes as long and answers no. */
export const isPassword = async (known: string | undefined, password: string): Promise<boolean> => {
  const matches = await verify(known ?? (await nobodysHash), password);
  return matches && known !== undefined;
};
