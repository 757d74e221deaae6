import { LabError } from '../errors/lab-error.ts';
import { questionNotPut } from '../text/resources.ts';
import { hashedJson } from './fingerprint.ts';
import type { AnswerTo, Facts, Question } from './question.ts';

/** Answers by the questions they were given to. `answers` stand in the order of `questions`. */
export const factsOf = (questions: readonly Question[], answers: readonly unknown[]): Facts => {
  const byQuestion = new Map(questions.map((question, index) => [hashedJson(question), answers[index]]));
  return {
    answer: <Q extends Question>(question: Q): AnswerTo[Q['ask']] => {
      const key = hashedJson(question);
      if (!byQuestion.has(key)) throw notPut(key);
      return byQuestion.get(key) as AnswerTo[Q['ask']];
    },
  };
};

const notPut = (question: string): LabError =>
  new LabError({
    code: 'question-not-put',
    fault: 'bug',
    message: questionNotPut(question),
  });
