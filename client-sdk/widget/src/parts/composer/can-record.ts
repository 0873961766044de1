/** Whether this browser can record a voice. */

/** False in a page without a secure context, and in old browsers. */
export const canRecord = (): boolean =>
  typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia !== undefined;
