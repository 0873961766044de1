/** The blurred picture that holds a photo's place. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { decodeThumbHash } from './thumb-hash.ts';

export const Blur = ({ hash }: { hash: string }) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const picture = decodeThumbHash(hash);
    const context = canvas.current?.getContext('2d');
    if (!picture || !canvas.current || !context) return;
    canvas.current.width = picture.width;
    canvas.current.height = picture.height;
    context.putImageData(new ImageData(picture.pixels, picture.width, picture.height), 0, 0);
  }, [hash]);
  return <canvas ref={canvas} />;
};
