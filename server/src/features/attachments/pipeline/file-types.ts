/** The short list of file types that are taken, and what names and declarations say about them. */

export type FileFamily = 'image' | 'voice' | 'pdf' | 'office' | 'text';

export interface FileType {
  readonly family: FileFamily;
  /** Of the bytes that came in; what is rebuilt gets its own. */
  readonly mediaType: string;
}

/** Answers of the sniffer. What is not here is not taken. */
const families: Readonly<Record<string, FileFamily>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'image/apng': 'image',
  'image/webp': 'image',
  'image/gif': 'image',
  'image/avif': 'image',
  'image/heic': 'image',
  'image/heif': 'image',
  'image/tiff': 'image',
  'audio/webm': 'voice',
  'video/webm': 'voice',
  'audio/ogg': 'voice',
  'application/ogg': 'voice',
  'audio/mp4': 'voice',
  'video/mp4': 'voice',
  'audio/x-m4a': 'voice',
  'video/quicktime': 'voice',
  'audio/mpeg': 'voice',
  'audio/aac': 'voice',
  'audio/wav': 'voice',
  'application/pdf': 'pdf',
};

/** What is taken, in the words of whoever reads a refusal. */
const names: Readonly<Record<FileFamily, string>> = {
  image: 'JPEG, PNG, WebP, GIF, AVIF, HEIC and TIFF pictures',
  voice: 'WebM, Ogg, MP4, AAC, MP3 and WAV voice messages',
  pdf: 'PDF',
  office: 'Word, Excel and PowerPoint documents (docx, xlsx, pptx)',
  text: 'plain text',
};

export const describeFamilies = (accepted: readonly FileFamily[]): string =>
  accepted.map((family) => names[family]).join(', ');

const extensionFamilies: Readonly<Record<FileFamily | 'refused', readonly string[]>> = {
  image: ['jpg', 'jpeg', 'jpe', 'jfif', 'png', 'apng', 'webp', 'gif', 'heic', 'heif', 'avif', 'tif', 'tiff', 'bmp'],
  voice: ['webm', 'weba', 'ogg', 'oga', 'opus', 'mp4', 'm4a', 'aac', 'mp3', 'wav', 'mov'],
  pdf: ['pdf'],
  office: ['docx', 'xlsx', 'pptx'],
  text: ['txt', 'text', 'csv', 'tsv', 'log', 'md', 'json', 'yaml', 'yml', 'ini'],
  // What a double click would run or a browser would show as a page, and what hides other files.
  refused: (
    'exe com scr pif cpl msi msp dll sys bat cmd ps1 psm1 vbs vbe js jse mjs cjs ts wsf wsh hta sct jar class sh bash ' +
    'zsh csh command app apk ipa deb rpm dmg iso img py pyw rb pl php phtml asp aspx jsp cgi lnk url desktop webloc ' +
    'reg inf scf library-ms html htm xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf zip rar 7z gz tgz bz2 xz tar ' +
    'cab arj lzh doc docm xls xlsm xlsb ppt pptm dot dotm dotx xlam xltm xltx potm potx ppam ppsm ppsx rtf odt ods odp'
  ).split(' '),
};

const refusedDeclarations =
  /^(text\/(html|xml|javascript)|image\/svg|application\/(xhtml|xml|javascript|x-javascript|zip|x-zip|x-7z|x-rar|gzip|x-tar|x-msdownload|x-msdos|x-executable|x-sh|java-archive|hta|rtf|vnd\.oasis))|macroenabled/;

export const familyOf = (mediaType: string): FileFamily | undefined => families[mediaType.split(';')[0] ?? ''];

const familyOfExtension = (name: string): FileFamily | 'refused' | undefined => {
  const extension = /\.([\p{L}\p{N}-]{1,12})[\s.]*$/u.exec(name)?.[1]?.toLowerCase();
  if (!extension) return undefined;
  const entries = Object.entries(extensionFamilies) as [FileFamily | 'refused', readonly string[]][];
  return entries.find(([, extensions]) => extensions.includes(extension))?.[0];
};

const familyOfDeclaration = (declared: string): FileFamily | 'refused' | undefined => {
  const type = declared.toLowerCase();
  if (refusedDeclarations.test(type)) return 'refused';
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('audio/') || type.startsWith('video/')) return 'voice';
  if (type.startsWith('text/')) return 'text';
  if (type.startsWith('application/vnd.openxmlformats-officedocument.')) return 'office';
  return type.startsWith('application/pdf') ? 'pdf' : undefined;
};

/** Whether name or declaration claim another family than the bytes have; no claim contradicts nothing. */
export const contradicts = (family: FileFamily, name: string, declaredType: string): boolean =>
  [familyOfExtension(name), familyOfDeclaration(declaredType)].some((claim) => claim !== undefined && claim !== family);

/** Whether a name says that it is an office document of today. */
export const claimsOffice = (name: string): boolean => familyOfExtension(name) === 'office';
