/** Which sites' pages may talk to this server (ASVS 4.4.2). Programs that are not browsers send no Origin. */

/** @param allowed empty allows any: in development only. */
export const isAllowedOrigin = (
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
  isDevelopment: boolean,
): boolean => {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  if (new URL(origin).host === host) return true;
  return allowed.length === 0 ? isDevelopment : allowed.includes(origin);
};
