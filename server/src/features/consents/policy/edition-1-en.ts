/** The first edition of the privacy policy, in English. */
import type { PolicyTemplate } from './policy-edition.ts';

export const editionOneEn: PolicyTemplate = {
  title: 'Privacy policy of the support chat',
  text: `# Privacy policy of the support chat

This page says what the chat keeps about you, why, for how long, and what you can ask of us. Nothing you write is kept before you have agreed to it.

## 1. Who is responsible

The owner and operator of the database is {{companyName}}. Questions about personal data go to {{privacyContact}}.

## 2. What is kept, why, and for how long

| What | Why | How long |
| --- | --- | --- |
| Your messages and the topic of a conversation | to answer you and to see later what was agreed | {{term.message}} |
| Photos, only if you agree to photos | to see what you describe | {{term.photo}} |
| Voice messages, only if you agree to voice | to hear what you say | {{term.voice}} |
| Other files you attach | to work on your question | {{term.file}} |
| Images of identity documents | to check who you are, when your request needs it | {{term.identityDocument}} |
| Files that were uploaded but never sent | they wait for your message | {{term.unlinked}} |
| Name, e-mail address, telephone number and language, if the site you signed in to passes them on | to address you and to reach you | while you use the chat, or until you ask us to erase them |
| Your consents | to prove that you gave them | as long as we keep data under them, and 3 years more |
| The record of who opened, changed or destroyed what | to be able to answer for it; it holds no words, names or pictures | 3 years or longer |

Terms count from the moment of the message or upload. An attachment never outlives its message. Once a term is over, the record is destroyed together with the key it was encrypted with. Destruction waits only while a dispute or an inspection requires the conversation to be kept; each such hold is recorded.

## 3. Photos, voice and files

Location, camera details and other hidden data are removed from photos, and tags from voice messages, before anybody sees them. We do not recognise faces or voices, and we do not use what you send for advertising or for training programs. You may refuse photos and voice: everything else works without them.

## 4. Identity documents

Do not send a document in the ordinary chat. When one is needed, you are offered a separate upload. The image goes to a separate encrypted store. Only an employee entitled to check documents can open it. Each look is recorded.

## 5. Who can read it

- Conversations with us: the employees who answer you and those they report to.
- Private conversations between you and another user: only the two of you. We cannot read them.
- State bodies: only on a request made in the form that the law requires, and no more than it asks for.

Nobody else. We do not sell personal data, publish it, or send it out of Kazakhstan. The servers stand in the Republic of Kazakhstan.

## 6. How it is protected

What you write and send is encrypted on the way and where it is stored. The network address of your device is used to keep abuse away while you are connected, and is not kept with your conversations. The chat keeps a sign-in token in your browser; it sets no cookies and no counters.

## 7. Your rights

You may at any time, free of charge:

- know what is held about you, and take a copy with you: at once, in the chat, or within 3 working days on request;
- have it corrected, blocked, or destroyed where it is held unlawfully: within 1 working day;
- withdraw any consent: processing ends within 15 working days, unless the law or an unfulfilled obligation requires it to go on;
- complain to the authority for the protection of personal data, or to a court.

Write to {{privacyContact}} or in the chat itself.

## 8. Changes

A new version is shown here before it applies. If it asks for more, takes longer or adds a purpose, you are asked for your consent again. Earlier versions remain available on request.
`,
  purposeTexts: {
    service: 'I agree that my messages and files are kept and read by the support staff in order to answer me.',
    photo: 'I agree that photos I send are kept, without location and camera details, and shown to the support staff.',
    voice: 'I agree that voice messages I record are kept and played to the support staff.',
  },
};
