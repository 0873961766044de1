/** The token of an HTTP request (RFC 6750). Never from the URL, where it would land in logs. */
export const bearerToken = (authorization: string | undefined): string | undefined =>
  /^Bearer +([^\s]+)$/i.exec(authorization ?? '')?.[1];
