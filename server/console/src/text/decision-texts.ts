/** What the form for deciding on an identity document says, in three languages. */
import type { VerdictReason } from '@senim/client';
import { type Locale, useLocale } from '@senim/widget/parts';

const en = {
  decide: 'Decide',
  title: 'Decide on this document',
  zone: 'Machine-readable zone, if it has one',
  zoneHint: 'Two or three lines, as printed',
  personalNumber: 'Personal number (IIN)',
  familyName: 'Family name',
  givenName: 'Given name',
  check: 'Check',
  sound: 'Check digits and fields agree.',
  faults: 'Does not agree:',
  differs: (profile: string, document: string) => `The profile says ${profile}, the document says ${document}.`,
  verify: 'Verified',
  reject: 'Reject',
  reason: 'Why it is rejected',
  note: 'What the person should know',
  needsNote: 'Write what the person should know.',
  pictureGoes: 'The picture is destroyed with the result.',
  isVerified: 'verified',
  isRejected: 'rejected',
  isWaiting: 'a second verifier has to confirm',
  reasons: {
    unreadable: 'Cannot be read',
    incomplete: 'A part is missing',
    expired: 'Its term is over',
    'wrong-document': 'Another document was asked for',
    'not-theirs': 'Another person’s',
    altered: 'Altered',
    other: 'Something else',
  } as Record<VerdictReason, string>,
};

type DecisionTexts = typeof en;

const ru: DecisionTexts = {
  decide: 'Решить',
  title: 'Решение по документу',
  zone: 'Машиночитаемая зона, если она есть',
  zoneHint: 'Две или три строки, как напечатано',
  personalNumber: 'ИИН',
  familyName: 'Фамилия',
  givenName: 'Имя',
  check: 'Проверить',
  sound: 'Контрольные цифры и поля согласуются.',
  faults: 'Не согласуется:',
  differs: (profile, document) => `В профиле ${profile}, в документе ${document}.`,
  verify: 'Подтвердить',
  reject: 'Отклонить',
  reason: 'Причина отказа',
  note: 'Что нужно знать человеку',
  needsNote: 'Напишите, что нужно знать человеку.',
  pictureGoes: 'Снимок уничтожается вместе с решением.',
  isVerified: 'подтверждён',
  isRejected: 'отклонён',
  isWaiting: 'нужен второй проверяющий',
  reasons: {
    unreadable: 'Не читается',
    incomplete: 'Видна только часть',
    expired: 'Срок истёк',
    'wrong-document': 'Нужен другой документ',
    'not-theirs': 'Документ другого человека',
    altered: 'Изменён',
    other: 'Другое',
  },
};

const kk: DecisionTexts = {
  decide: 'Шешу',
  title: 'Құжат бойынша шешім',
  zone: 'Машина оқитын аймақ, егер болса',
  zoneHint: 'Екі немесе үш жол, басылғандай',
  personalNumber: 'ЖСН',
  familyName: 'Тегі',
  givenName: 'Аты',
  check: 'Тексеру',
  sound: 'Бақылау сандары мен өрістер сәйкес.',
  faults: 'Сәйкес емес:',
  differs: (profile, document) => `Профильде ${profile}, құжатта ${document}.`,
  verify: 'Растау',
  reject: 'Қабылдамау',
  reason: 'Қабылдамау себебі',
  note: 'Адам нені білуі керек',
  needsNote: 'Адам нені білуі керегін жазыңыз.',
  pictureGoes: 'Сурет шешіммен бірге жойылады.',
  isVerified: 'расталды',
  isRejected: 'қабылданбады',
  isWaiting: 'екінші тексеруші растауы керек',
  reasons: {
    unreadable: 'Оқылмайды',
    incomplete: 'Бір бөлігі ғана көрінеді',
    expired: 'Мерзімі өткен',
    'wrong-document': 'Басқа құжат қажет',
    'not-theirs': 'Басқа адамдікі',
    altered: 'Өзгертілген',
    other: 'Басқа',
  },
};

const catalogues: Record<Locale, DecisionTexts> = { kk, ru, en };

export const useDecisionTexts = (): DecisionTexts => catalogues[useLocale()];
