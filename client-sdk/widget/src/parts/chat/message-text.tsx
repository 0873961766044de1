/** A message's words: text and links, nothing else is ever made of them. */
import { linkify } from '../text-tools/linkify.ts';

export const MessageText = ({ text }: { text: string }) => (
  <span class="bubble-text" dir="auto">
    {linkify(text).map((part, index) =>
      part.href ? (
        <a key={index} href={part.href} target="_blank" rel="noopener noreferrer">
          {part.text}
        </a>
      ) : (
        part.text
      ),
    )}
  </span>
);
