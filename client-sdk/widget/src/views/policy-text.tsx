/** The privacy policy as text: headings, lists and tables, nothing that could act. */
import { type Block, readMarkdown } from '../parts/text-tools/markdown.ts';

const BlockView = ({ block }: { block: Block }) => {
  switch (block.type) {
    case 'heading':
      return block.level <= 1 ? <h3>{block.text}</h3> : <h4>{block.text}</h4>;
    case 'list':
      return (
        <ul>
          {block.items.map((item) => (
            <li key={item}>{item}</li>
          ))}
        </ul>
      );
    case 'table':
      return (
        <dl>
          {block.rows.map(([first, ...rest]) => (
            <div key={first}>
              <dt>{first}</dt>
              {rest.map((cell, index) => (
                <dd key={cell}>
                  <span>{block.head[index + 1]}: </span>
                  {cell}
                </dd>
              ))}
            </div>
          ))}
        </dl>
      );
    default:
      return <p>{block.text}</p>;
  }
};

export const PolicyText = ({ text }: { text: string }) => (
  <div class="policy-text">
    {readMarkdown(text).map((block, index) => (
      <BlockView key={index} block={block} />
    ))}
  </div>
);
