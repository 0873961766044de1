/** What was picked, pasted or dropped, sorted into photos and other files. */

const EVERYWHERE = 'image/jpeg,image/png,image/webp,image/gif,image/avif';
/** An iPad calls itself a Mac; no Mac has a touch screen. */
const isFromApple = (): boolean => /iP(hone|ad|od)|Mac/.test(navigator.userAgent) && navigator.maxTouchPoints > 1;

/** Photos as the server takes them. iPhones hand over a JPEG, which is smaller work for all, when HEIC is not named. */
export const photoAccept = (): string =>
  isFromApple() ? EVERYWHERE : `${EVERYWHERE},image/heic,image/heif,image/tiff`;

const PHOTO = /^image\/(?!svg)/;
const PHOTO_NAME = /\.(jpe?g|png|webp|gif|heic|heif|avif|tiff?)$/i;

/** Some systems name no type for HEIC; then the name decides. The server looks at the bytes in any case. */
export const isPhoto = (file: File): boolean => (file.type ? PHOTO.test(file.type) : PHOTO_NAME.test(file.name));

export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

export const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
