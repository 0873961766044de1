/** Style sheets are bundled as text. */
declare module '*.css' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the form in which the bundler hands it over
  export default text;
}
