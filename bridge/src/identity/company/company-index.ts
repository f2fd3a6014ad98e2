/** One side's companies held ready: add, change and remove records, and ask at any time which one a new record is. */
import { hashOf } from '../hash.ts';
import { KeyIndex } from '../key-index.ts';
import { listedFrom } from '../model.ts';
import type { IdentityRecord, ScoredPair } from '../model.ts';
import { rivalFloor } from '../person/rivals.ts';
import { scorePreparedCompanies, shippedCompanyModel } from './companies.ts';
import type { CompanyContext } from './companies.ts';
import { CompanyCensus, companyCorpus } from './corpus.ts';
import type { CompanyCorpus } from './corpus.ts';
import { companyChainLimit, keysOfCompany } from './keys.ts';
import { firstCompanyLook } from './matcher.ts';
import { prepareCompany } from './prepare.ts';
import type { PreparedCompany } from './prepare.ts';

/** Most candidates that get the second look; the first look orders them. */
const candidatesMax = 40;

export class CompanyIndex {
  #keys = new KeyIndex();
  #census = new CompanyCensus();
  #records: (PreparedCompany | null)[] = [];
  #slots = new Map<string, number>();

  get size(): number {
    return this.#slots.size;
  }

  get corpus(): CompanyCorpus {
    return companyCorpus(this.#census);
  }

  /** Adds a record; one with the same id is replaced. */
  add(record: IdentityRecord): void {
    this.remove(record.id);
    const one = prepareCompany(record);
    const slot = this.#records.length;
    this.#records.push(one);
    this.#slots.set(one.id, slot);
    for (const key of keysOfCompany(one)) this.#keys.add(hashOf(key), slot);
    this.#census.add(one);
  }

  /** Forgets a record; nothing happens when it is not there. */
  remove(id: string): void {
    const slot = this.#slots.get(id);
    const one = slot === undefined ? undefined : this.#records[slot];
    if (slot === undefined || one === undefined || one === null) return;
    for (const key of keysOfCompany(one)) this.#keys.remove(hashOf(key), slot);
    this.#census.add(one, -1);
    this.#records[slot] = null;
    this.#slots.delete(id);
  }

  /** Which companies the record could be, strongest first, from confidence 0.5 on. The record is the left end; one with its own id is not compared. */
  find(record: IdentityRecord, context: CompanyContext = {}): readonly ScoredPair[] {
    const one = prepareCompany(record);
    const corpus = context.corpus ?? this.corpus;
    const near = this.#near(one)
      .map((other) => ({ other, score: firstCompanyLook(shippedCompanyModel, one, other, corpus) }))
      .filter(({ score }) => score > rivalFloor)
      .sort((a, b) => b.score - a.score || (a.other.id < b.other.id ? -1 : 1))
      .slice(0, candidatesMax);
    return scorePreparedCompanies(
      one,
      near.map(({ other }) => other),
      { ...context, corpus },
    ).filter(({ confidence }) => confidence >= listedFrom);
  }

  #near(one: PreparedCompany): readonly PreparedCompany[] {
    const found = new Set<PreparedCompany>();
    for (const key of keysOfCompany(one)) {
      const hash = hashOf(key);
      if (this.#keys.count(hash) > companyChainLimit(key)) continue;
      this.#keys.each(hash, (slot) => {
        const other = this.#records[slot];
        if (other !== undefined && other !== null && other.id !== one.id) found.add(other);
      });
    }
    return [...found];
  }
}
