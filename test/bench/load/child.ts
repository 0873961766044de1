/** A part of a benchmark in a process of its own, which answers what it is asked. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

export interface Child extends AsyncDisposable {
  /** Resolves with the answer; rejects with the other side's error, or when it has ended. */
  ask<Answer>(question: object): Promise<Answer>;
}

type Reply = { readonly answer: unknown } | { readonly error: string };

export const startChild = (file: URL, env: Record<string, string> = {}): Child => {
  const child: ChildProcess = fork(file, { execArgv: ['--conditions=@senim/source'], env: { ...process.env, ...env } });
  const ended = once(child, 'exit');
  return {
    ask: async <Answer>(question: object): Promise<Answer> => {
      child.send(question);
      const reply = await Promise.race([once(child, 'message'), ended.then(() => [{ error: 'the process ended' }])]);
      const [content] = reply as [Reply];
      if ('error' in content) throw new Error(content.error);
      return content.answer as Answer;
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};

/** The child's side: one question at a time. */
export const answerParent = <Question>(answer: (question: Question) => Promise<unknown>): void => {
  process.on('message', (question: Question) => {
    answer(question).then(
      (value) => process.send?.({ answer: value ?? null }),
      (error: Error) => process.send?.({ error: error.stack ?? String(error) }),
    );
  });
  process.on('disconnect', () => process.exit(0));
};
