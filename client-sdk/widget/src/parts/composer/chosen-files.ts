/** What was picked, pasted or dropped, sorted into photos and other files. */

export const PHOTO_ACCEPT = 'image/jpeg,image/png,image/webp,image/gif,image/heic,image/heif,image/avif';
const PHOTO = /^image\/(?!svg)/;
const PHOTO_NAME = /\.(jpe?g|png|webp|gif|heic|heif|avif)$/i;

/** Some systems name no type for HEIC; then the name decides. The server looks at the bytes in any case. */
export const isPhoto = (file: File): boolean => (file.type ? PHOTO.test(file.type) : PHOTO_NAME.test(file.name));

export const filesOf = (transfer: DataTransfer | null): File[] => [...(transfer?.files ?? [])];

export const hasFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;
