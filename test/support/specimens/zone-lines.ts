/** The machine-readable zones of specimens, by ICAO 9303. */
import { type SpecimenPerson, shortDay } from './person.ts';

const WEIGHTS = [7, 3, 1];
const TD1_LENGTH = 30;
const TD3_LENGTH = 44;

const valued = (character: string): number => (character === '<' ? 0 : Number.parseInt(character, 36));
export const checkDigit = (text: string): string =>
  String([...text].reduce((sum, character, index) => sum + valued(character) * (WEIGHTS[index % 3] ?? 0), 0) % 10);

const withCheck = (text: string): string => text + checkDigit(text);
const names = ({ surname, givenName }: SpecimenPerson): string => `${surname}<<${givenName}`;

/** The back of an identity card. */
export const td1Lines = (person: SpecimenPerson): readonly string[] => {
  const { documentNumber, personalNumber, born, sex, expires } = person;
  const upper = `${withCheck(documentNumber)}${personalNumber}<<<`;
  const [birth, end] = [withCheck(shortDay(born)), withCheck(shortDay(expires))];
  const composite = checkDigit(`${upper}${birth}${end}<<<<<<<<<<<`);
  return [`IDKAZ${upper}`, `${birth}${sex}${end}KAZ<<<<<<<<<<<${composite}`, names(person).padEnd(TD1_LENGTH, '<')];
};

/** The page of a passport. */
export const td3Lines = (person: SpecimenPerson): readonly string[] => {
  const { documentNumber, personalNumber, born, sex, expires } = person;
  const number = withCheck(`N${documentNumber.slice(1)}`);
  const [birth, end] = [withCheck(shortDay(born)), withCheck(shortDay(expires))];
  const personal = withCheck(personalNumber.padEnd(14, '<'));
  const composite = checkDigit(`${number}${birth}${end}${personal}`);
  return [
    `P<KAZ${names(person)}`.padEnd(TD3_LENGTH, '<').slice(0, TD3_LENGTH),
    `${number}KAZ${birth}${sex}${end}${personal}${composite}`,
  ];
};
