/** The script that sites embed: defines `<senim-chat>`. */
import { SenimChatElement } from './senim-chat-element.ts';

if (!customElements.get('senim-chat')) customElements.define('senim-chat', SenimChatElement);

declare global {
  interface HTMLElementTagNameMap {
    'senim-chat': SenimChatElement;
  }
}
