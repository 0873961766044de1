/** One spelling for each JSON value: members sorted by name, no white space, absent members left out. */

type Json = string | number | boolean | null | undefined | readonly Json[] | { readonly [name: string]: Json };

export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value ?? null);
};
