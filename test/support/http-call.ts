/** One JSON request, as any client would make it; throws what is not a success. */

export interface HttpCallOptions {
  readonly token?: string;
  readonly body?: unknown;
}

/** A refusal as it arrived. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  readonly status: number;
  readonly problem: { code: string; status: number; traceId: string; errors?: { pointer: string }[] };

  constructor(status: number, problem: HttpRefusal['problem']) {
    super(`${status} ${problem.code}`);
    this.status = status;
    this.problem = problem;
  }
}

export const headersOf = ({ token, body }: HttpCallOptions): Record<string, string> => ({
  ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  ...(body === undefined ? {} : { 'content-type': 'application/json' }),
});

// biome-ignore lint/suspicious/noExplicitAny: a stranger's view, without the contract's types
export type Answer = any;

export const call = async (
  url: string,
  method: string,
  path: string,
  options: HttpCallOptions = {},
): Promise<Answer> => {
  const response = await fetch(url + path, {
    method,
    headers: headersOf(options),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const answer: Answer = await response.json();
  if (!response.ok) throw new HttpRefusal(response.status, answer);
  return answer;
};
