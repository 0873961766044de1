/** The looks of photos, voice messages and files. */
import attachments from '../parts/styles/attachments.css';
import filesToSend from '../parts/styles/files-to-send.css';
import viewer from '../parts/styles/viewer.css';

export const css = attachments + viewer + filesToSend;
