/** Names in two scripts: one person, or two. */
import { expect } from 'chai';
import { namesMatch } from '../../../../../server/src/features/vault/compare-names.ts';

describe('names across scripts', () => {
  it('are one, however they are transliterated, cut, ordered or marked', () => {
    const pairs = [
      ['Айгерім Үлгі', 'ULGI AIGERIM'],
      ['Әлібек Сәтбаев', 'SATBAYEV ALIBEK'],
      ['Нұрсұлтан Қайрат', 'KAIRAT NURSULTAN'],
      ['Қайрат', 'Qairat'],
      ['Жұмабаев Мағжан', 'ZHUMABAYEV MAGZHAN'],
      ['Жумабаев', 'Jumabaev'],
      ['Евгений Щербаков', 'SHCHERBAKOV YEVGENIY'],
      ['Юлия', 'YULIYA'],
      ['Юлия', 'Iuliia'],
      ['Хабибуллин', 'KHABIBULLIN'],
      ['Цой Виктор', 'TSOY VIKTOR'],
      ['Пётр Ёлкин', 'PETR YOLKIN'],
      ['Ivan Petrov', 'PETROV IVAN SERGEEVICH'],
      ['José Núñez', 'NUNEZ JOSE'],
      ['  aigerim   ULGI ', 'Ulgi Aigerim'],
      ['Абдурахманова-Сейдахметова', 'ABDURAKHMANOVA SEYDAKHMETOVA'],
    ] as const;
    for (const [one, other] of pairs) {
      expect(namesMatch(one, other), `${one} / ${other}`).to.equal(true);
      expect(namesMatch(other, one), `${other} / ${one}`).to.equal(true);
    }
  });

  it('differ when a word is another one', () => {
    const pairs = [
      ['Айгерім Үлгі', 'ULGI AINUR'],
      ['Данияр Сәтбаев', 'ULGI AIGERIM'],
      ['Иван Петров', 'IVANA PETROVA'],
      ['Асель', 'ASYLAN'],
      ['', 'ULGI'],
    ] as const;
    for (const [one, other] of pairs) expect(namesMatch(one, other), `${one} / ${other}`).to.equal(false);
  });
});
