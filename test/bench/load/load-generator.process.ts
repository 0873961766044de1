/** The load generator: connects, sends, measures, when its parent says so. */
import { bareTarget } from './bare-target.ts';
import { answerParent } from './child.ts';
import { type LoadPlan, measureLoad } from './measure-load.ts';
import type { LoadTarget, Pair } from './pair.ts';
import { senimTarget } from './senim-target.ts';

export type TargetName = 'bare' | 'senim';

export type LoadQuestion =
  | {
      readonly kind: 'connect-pairs' | 'connect-idle';
      readonly target: TargetName;
      readonly url: string;
      readonly count: number;
    }
  | { readonly kind: 'measure'; readonly plan: LoadPlan };

const targets: Readonly<Record<TargetName, LoadTarget>> = { bare: bareTarget, senim: senimTarget };
const pairs: Pair[] = [];
const idle: Disposable[] = [];

answerParent<LoadQuestion>(async (question) => {
  if (question.kind === 'measure') return measureLoad(pairs, question.plan);
  const { target, url, count } = question;
  if (question.kind === 'connect-pairs') pairs.push(...(await targets[target].connectPairs(url, count)));
  else idle.push(...(await targets[target].connectIdle(url, count)));
  return undefined;
});
