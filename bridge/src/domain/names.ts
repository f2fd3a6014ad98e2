/** Whether two written names may belong to one person. Conservative: a doubt is a review, not a link. */

/** Groups of first names that are one name. Common English, German, French and Spanish short forms. */
const SAME_NAMES: readonly (readonly string[])[] = [
  ['robert', 'rob', 'bob', 'bobby'],
  ['william', 'will', 'bill', 'billy', 'liam'],
  ['richard', 'rick', 'dick', 'rich'],
  ['james', 'jim', 'jimmy', 'jamie'],
  ['john', 'jack', 'johnny', 'jon', 'jonathan'],
  ['thomas', 'tom', 'tommy'],
  ['michael', 'mike', 'mick', 'mickey'],
  ['elizabeth', 'liz', 'beth', 'lisa', 'betty', 'eliza'],
  ['margaret', 'maggie', 'meg', 'peggy'],
  ['katherine', 'catherine', 'kate', 'katie', 'cathy', 'kathy', 'kat'],
  ['jennifer', 'jen', 'jenny'],
  ['susan', 'sue', 'susie', 'susanne'],
  ['patricia', 'pat', 'patty', 'trish'],
  ['patrick', 'pat', 'paddy'],
  ['daniel', 'dan', 'danny'],
  ['david', 'dave', 'davey'],
  ['joseph', 'joe', 'joey'],
  ['edward', 'ed', 'eddie', 'ted', 'ned'],
  ['charles', 'charlie', 'chuck'],
  ['christopher', 'chris', 'kit'],
  ['christine', 'christina', 'chris', 'tina'],
  ['alexander', 'alex', 'al', 'sasha'],
  ['alexandra', 'alex', 'sandra', 'sasha'],
  ['benjamin', 'ben', 'benny'],
  ['samuel', 'sam', 'sammy'],
  ['samantha', 'sam', 'sammy'],
  ['anthony', 'tony'],
  ['andrew', 'andy', 'drew', 'andreas'],
  ['nicholas', 'nick', 'nicky', 'nico'],
  ['matthew', 'matt'],
  ['steven', 'stephen', 'steve'],
  ['gregory', 'greg'],
  ['timothy', 'tim'],
  ['kenneth', 'ken', 'kenny'],
  ['ronald', 'ron'],
  ['donald', 'don'],
  ['lawrence', 'larry'],
  ['deborah', 'debbie', 'deb'],
  ['barbara', 'barb'],
  ['victoria', 'vicky', 'tori'],
  ['rebecca', 'becky', 'becca'],
  ['jessica', 'jess', 'jessie'],
  ['theodore', 'theo', 'ted'],
  ['philip', 'phillip', 'phil'],
  ['francisco', 'paco', 'frank', 'francis'],
  ['jose', 'pepe'],
  ['johannes', 'hans', 'johann'],
  ['maximilian', 'max'],
  ['peter', 'pete'],
  ['abigail', 'abby'],
  ['gabriel', 'gabe'],
  ['zachary', 'zach'],
];

export type PersonName = { readonly first: string | null; readonly last: string | null };

/**
 * Whether the names agree: last names equal when both are known, first names equal, one short for the other, or an initial of it.
 * A name missing on one side does not disagree. Accents, case, hyphens and order of parts do not count.
 */
export function namesAgree(left: PersonName, right: PersonName): boolean {
  const [leftLast, rightLast] = [words(left.last), words(right.last)];
  const [leftFirst, rightFirst] = [words(left.first), words(right.first)];
  const straight = lastsAgree(leftLast, rightLast) && firstsAgree(leftFirst, rightFirst);
  // "Doe, Jane" imported into the wrong columns.
  return straight || (isSame(leftLast, rightFirst) && isSame(leftFirst, rightLast));
}

function words(text: string | null): readonly string[] {
  const plain = (text ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ß/g, 'ss');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length > 0 && left.join(' ') === right.join(' ');
}

/** One of two last names may be left out ("García Márquez", "García"; a married name after a hyphen). */
function lastsAgree(left: readonly string[], right: readonly string[]): boolean {
  if (left.length === 0 || right.length === 0) return true;
  return left.join('') === right.join('') || left.some((word) => word.length > 2 && right.includes(word));
}

function firstsAgree(left: readonly string[], right: readonly string[]): boolean {
  const [mine, theirs] = [left[0], right[0]];
  if (mine === undefined || theirs === undefined) return true;
  if (mine === theirs || left.join('') === right.join('')) return true;
  if (mine.length === 1 || theirs.length === 1) return mine[0] === theirs[0];
  return SAME_NAMES.some((group) => group.includes(mine) && group.includes(theirs));
}
