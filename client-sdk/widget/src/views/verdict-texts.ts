/** What a person is told of the decision on their identity document, in three languages; comes with the sheet that says it. */
import type { VerdictReason } from '@senim/client';
import { useLocale } from '../parts/text/language.tsx';
import type { Locale } from '../parts/text/locale.ts';

interface VerdictTexts {
  readonly verified: string;
  readonly rejected: string;
  readonly verifiedText: string;
  readonly reasons: Readonly<Record<VerdictReason, string>>;
  readonly verifierSays: string;
  readonly whatNow: string;
  readonly gone: string;
  readonly differs: (profile: string, document: string) => string;
  readonly profileIsRight: string;
  readonly documentIsRight: string;
  readonly thanks: string;
}

const en: VerdictTexts = {
  verified: 'Your document was accepted',
  rejected: 'Your document was not accepted',
  verifiedText: 'Nothing more is needed.',
  reasons: {
    unreadable: 'It cannot be read.',
    incomplete: 'A part of it is missing.',
    expired: 'Its term is over.',
    'wrong-document': 'Another document was asked for.',
    'not-theirs': 'It seems to be another person’s.',
    altered: 'It seems to have been altered.',
    other: 'See what the verifier writes.',
  },
  verifierSays: 'The verifier writes:',
  whatNow: 'You can send it again by the same way, send another document, or write here and ask for another way.',
  gone: 'The picture has been destroyed, or will be as soon as the law no longer keeps it. You may ask for the certificate.',
  differs: (profile, document) => `Your profile says ${profile}, the document says ${document}. Which is right?`,
  profileIsRight: 'My profile is right',
  documentIsRight: 'The document is right',
  thanks: 'Thank you. We have noted your answer; nothing was changed by itself.',
};

const ru: VerdictTexts = {
  verified: 'Документ принят',
  rejected: 'Документ не принят',
  verifiedText: 'Больше ничего не нужно.',
  reasons: {
    unreadable: 'Его не удаётся прочитать.',
    incomplete: 'Видна только часть документа.',
    expired: 'Срок документа истёк.',
    'wrong-document': 'Нужен другой документ.',
    'not-theirs': 'Похоже, это документ другого человека.',
    altered: 'Похоже, документ изменён.',
    other: 'Причину пишет проверяющий.',
  },
  verifierSays: 'Проверяющий пишет:',
  whatNow:
    'Документ можно отправить ещё раз тем же путём, отправить другой или написать сюда и попросить о другом способе.',
  gone: 'Снимок уничтожен или будет уничтожен, как только закон перестанет требовать его хранить. Можно запросить акт.',
  differs: (profile, document) => `В профиле указано ${profile}, в документе ${document}. Что верно?`,
  profileIsRight: 'Верно в профиле',
  documentIsRight: 'Верно в документе',
  thanks: 'Спасибо, ответ записан. Само по себе ничего не изменилось.',
};

const kk: VerdictTexts = {
  verified: 'Құжатыңыз қабылданды',
  rejected: 'Құжатыңыз қабылданбады',
  verifiedText: 'Басқа ештеңе қажет емес.',
  reasons: {
    unreadable: 'Оны оқу мүмкін емес.',
    incomplete: 'Құжаттың бір бөлігі ғана көрінеді.',
    expired: 'Құжаттың мерзімі өтіп кеткен.',
    'wrong-document': 'Басқа құжат қажет.',
    'not-theirs': 'Бұл басқа адамның құжаты сияқты.',
    altered: 'Құжат өзгертілген сияқты.',
    other: 'Себебін тексеруші жазды.',
  },
  verifierSays: 'Тексеруші былай деп жазды:',
  whatNow: 'Құжатты сол жолмен қайта жіберуге, басқасын жіберуге немесе осында жазып, басқа жолын сұрауға болады.',
  gone: 'Сурет жойылды немесе заң оны сақтауды талап етуін тоқтатқанда жойылады. Жою актісін сұрауға болады.',
  differs: (profile, document) => `Профильде ${profile}, құжатта ${document} деп жазылған. Қайсысы дұрыс?`,
  profileIsRight: 'Профильдегісі дұрыс',
  documentIsRight: 'Құжаттағысы дұрыс',
  thanks: 'Рақмет, жауабыңыз жазылды. Ештеңе өздігінен өзгерген жоқ.',
};

const catalogues: Record<Locale, VerdictTexts> = { kk, ru, en };

export const useVerdictTexts = (): VerdictTexts => catalogues[useLocale()];
