/** What the page that embeds the widget decides. */
export interface WidgetOptions {
  /** The chat server's address. */
  readonly url: string;
  /** Gives the token of a signed-in user; without it the person is a visitor. */
  readonly tokenProvider: (() => Promise<string>) | undefined;
  /** Where the page's own back end answers `POST` with `{"token": "…"}`; the other way to the same. */
  readonly tokenEndpoint: string | undefined;
}
