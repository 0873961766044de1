/** Reads the few Markdown forms that the privacy policy uses: headings, lists, tables, paragraphs. */

export type Block =
  | { readonly type: 'heading'; readonly level: number; readonly text: string }
  | { readonly type: 'list'; readonly items: readonly string[] }
  | { readonly type: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly type: 'paragraph'; readonly text: string };

const cells = (line: string): string[] =>
  line
    .replace(/^\||\|$/g, '')
    .split('|')
    .map((cell) => cell.trim());

const plain = (text: string): string => text.replace(/\*\*|__|`/g, '');

const toBlock = (chunk: string): Block => {
  const lines = chunk.split('\n').map((line) => plain(line.trim()));
  const first = lines[0] ?? '';
  const heading = /^(#{1,4})\s+(.*)$/.exec(first);
  if (heading) return { type: 'heading', level: heading[1]?.length ?? 1, text: heading[2] ?? '' };
  if (/^[-*]\s/.test(first)) {
    return { type: 'list', items: lines.map((line) => line.replace(/^[-*]\s+/, '')) };
  }
  if (first.startsWith('|')) {
    const [head = [], , ...rows] = lines.map(cells);
    return { type: 'table', head, rows };
  }
  return { type: 'paragraph', text: lines.join(' ') };
};

export const readMarkdown = (text: string): Block[] =>
  text
    .replace(/^(#{1,4} .*)$/gm, '$1\n')
    .split(/\n\s*\n/)
    .map((chunk) => chunk.trim())
    .filter(Boolean)
    .map(toBlock);
