/** Normal forms shared by the matchers of people and of companies. Pure, and the same on both sides of a comparison. */
export { acronym, companyName } from './companies.ts';
export type { CompanyName } from './companies.ts';
export { distance, edits, jaroWinkler, levenshtein } from './distance.ts';
export { companyDomain, hostOf, isFreeMail, isRole, localOf, mailbox, mailboxes } from './emails.ts';
export { givenShare, surnameShare } from './frequencies.ts';
export { familyHeads, givenFamilies, isSameGivenName, isSameSurname, surnameHead } from './given-names.ts';
export { memo } from './memo.ts';
export { isParticle, parseName } from './names.ts';
export type { Name } from './names.ts';
export { phone, phoneTail, samePhone } from './phones.ts';
export { city, country, countryOfDomain, state } from './places.ts';
export { bones, consonants, phonetic, spelling } from './sound.ts';
export { clean, fold, scriptOf, words } from './text.ts';
export { title } from './titles.ts';
