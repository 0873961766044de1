/** All that draws photos, voice messages and files: fetched together, with the first of them. */
export { CleanedLine } from './attachments/cleaned-line.tsx';
export { MessageFiles } from './attachments/message-files.tsx';
export { PhotosToSend } from './composer/photos-to-send.tsx';
export { VoiceRecorder } from './composer/voice-recorder.tsx';
