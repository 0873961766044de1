/** Check digits and the words of cards decide what a reading is; what readers confuse is forgiven. */
import { expect } from 'chai';
import { judgeWords, judgeZone } from '../../../../../../server/src/platform/media/documents/judge-text.ts';

const PASSPORT = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10';
const CARD = 'I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<';

describe('the judgement on what was read', () => {
  it('is a document when both dates of a zone have their check digits', () => {
    expect(judgeZone(PASSPORT)).to.equal('document');
    expect(judgeZone(CARD)).to.equal('document');
    expect(judgeZone('XX 74O8I22F12O4I59UT0')).to.equal('document');
  });

  it('is a suspicion when a zone begins as one, and its digits are wrong', () => {
    expect(judgeZone(PASSPORT.replace('7408122F', '7408129F'))).to.equal('suspected');
  });

  it('is none of numbers that only look alike', () => {
    expect(judgeZone('7408129F1204159UTO')).to.equal('none');
    expect(judgeZone('1234567890123456789012345678')).to.equal('none');
    expect(judgeZone('TOTAL<<<<<<<<<<<<<1990')).to.equal('none');
  });

  it('is a document of three labels of a card with its title or state, in two alphabets and with slips', () => {
    const card = 'ҚАЗАҚСТАН РЕСПУБЛИКАСЫ\nУДОСТОВЕРЕНИЕ ЛИЧН0СТИ\nТЕГІ / ФАМИЛИЯ\nИСКАКОВА\nДАTA POЖДEHИЯ';
    expect(judgeWords(card)).to.equal('document');
  });

  it('is a suspicion of labels alone, as a form has them', () => {
    expect(judgeWords('Фамилия\nИмя\nДата рождения')).to.equal('suspected');
  });

  it('is none of running text that names a document', () => {
    const contract = `Договор. ${'Стороны договорились о нижеследующем. '.repeat(60)}Республика Казахстан, удостоверение личности, ИИН`;
    expect(judgeWords(contract)).to.equal('none');
    expect(judgeWords('Where is my parcel? It was sent from the Republic of Kazakhstan.')).to.equal('none');
  });
});
