/** Records the microphone: preferring MP4, which every browser plays, and WebM with Opus where that is not made. */

const TYPES = ['audio/mp4', 'audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/webm'];
const SAMPLE_MS = 60;

export interface Recorded {
  readonly file: Blob;
  readonly durationMs: number;
  /** Loudness from 0 to 100. */
  readonly waveform: readonly number[];
}

export class VoiceRecording {
  /** Loudness so far, from 0 to 100, one value each 60 ms. */
  readonly levels: number[] = [];
  readonly #stream: MediaStream;
  readonly #recorder: MediaRecorder;
  readonly #context: AudioContext;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #chunks: Blob[] = [];
  readonly #startedAt = performance.now();

  /** Asks for the microphone; rejects as `getUserMedia` does. */
  static async start(onLevel: () => void): Promise<VoiceRecording> {
    const audio = { echoCancellation: true, noiseSuppression: true, channelCount: 1 };
    return new VoiceRecording(await navigator.mediaDevices.getUserMedia({ audio }), onLevel);
  }

  private constructor(stream: MediaStream, onLevel: () => void) {
    this.#stream = stream;
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    this.#recorder = new MediaRecorder(stream, { ...(mimeType && { mimeType }), audioBitsPerSecond: 32_000 });
    this.#recorder.ondataavailable = ({ data }) => this.#chunks.push(data);
    this.#context = new AudioContext();
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 1024;
    this.#context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.#timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
      // A voice lies between −50 and −10 dB.
      const decibel = 10 * Math.log10(power || 1e-9);
      this.levels.push(Math.round(Math.min(100, Math.max(0, ((decibel + 50) / 40) * 100))));
      onLevel();
    }, SAMPLE_MS);
    // Where sound may only begin with a touch, the meter would stand still.
    void this.#context.resume();
    this.#recorder.start(1_000);
  }

  get durationMs(): number {
    return performance.now() - this.#startedAt;
  }

  stop(): Promise<Recorded> {
    const { durationMs } = this;
    return new Promise((resolve) => {
      const finish = () => {
        const type = this.#recorder.mimeType.split(';')[0] ?? '';
        resolve({ file: new Blob(this.#chunks, { type }), durationMs, waveform: this.levels });
      };
      // A microphone that was unplugged has ended the recording already.
      if (this.#recorder.state === 'inactive') finish();
      else {
        this.#recorder.onstop = finish;
        this.#recorder.stop();
      }
      this.#release();
    });
  }

  cancel(): void {
    this.#recorder.onstop = null;
    if (this.#recorder.state !== 'inactive') this.#recorder.stop();
    this.#release();
  }

  #release(): void {
    clearInterval(this.#timer);
    for (const track of this.#stream.getTracks()) track.stop();
    void this.#context.close();
  }
}
