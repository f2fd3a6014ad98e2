/** Countries as ISO codes, states by their usual letters, cities by their comparable name. */
import { memo } from './memo.ts';
import { clean, fold, words } from './text.ts';

const names: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'united states=US|united states of america=US|usa=US|america=US|estados unidos=US|etats unis=US|united kingdom=GB|great britain=GB|uk=GB|england=GB|scotland=GB|wales=GB|northern ireland=GB|ireland=IE|eire=IE|canada=CA|australia=AU|new zealand=NZ|india=IN|bharat=IN|' +
    'germany=DE|deutschland=DE|allemagne=DE|alemania=DE|austria=AT|osterreich=AT|switzerland=CH|schweiz=CH|suisse=CH|svizzera=CH|france=FR|frankreich=FR|francia=FR|belgium=BE|belgie=BE|belgique=BE|belgien=BE|luxembourg=LU|luxemburg=LU|spain=ES|espana=ES|spanien=ES|espagne=ES|portugal=PT|' +
    'mexico=MX|mejico=MX|argentina=AR|chile=CL|colombia=CO|peru=PE|brazil=BR|brasil=BR|italy=IT|italia=IT|italien=IT|italie=IT|poland=PL|polska=PL|polen=PL|netherlands=NL|the netherlands=NL|nederland=NL|holland=NL|niederlande=NL|pays bas=NL|sweden=SE|sverige=SE|schweden=SE|norway=NO|norge=NO|' +
    'denmark=DK|danmark=DK|finland=FI|suomi=FI|iceland=IS|turkey=TR|turkiye=TR|romania=RO|czechia=CZ|czech republic=CZ|cesko=CZ|ceska republika=CZ|slovakia=SK|slovensko=SK|hungary=HU|magyarorszag=HU|bulgaria=BG|croatia=HR|hrvatska=HR|slovenia=SI|serbia=RS|russia=RU|russian federation=RU|rossiya=RU|' +
    'kazakhstan=KZ|ukraine=UA|ukraina=UA|greece=GR|hellas=GR|ellada=GR|japan=JP|nippon=JP|nihon=JP|china=CN|peoples republic of china=CN|prc=CN|zhongguo=CN|taiwan=TW|hong kong=HK|singapore=SG|malaysia=MY|thailand=TH|vietnam=VN|viet nam=VN|philippines=PH|indonesia=ID|south korea=KR|korea=KR|republic of korea=KR|korea republic of=KR|hanguk=KR|' +
    'united arab emirates=AE|uae=AE|emirates=AE|saudi arabia=SA|qatar=QA|kuwait=KW|egypt=EG|misr=EG|morocco=MA|maroc=MA|south africa=ZA|nigeria=NG|kenya=KE|israel=IL|lithuania=LT|latvia=LV|estonia=EE|pakistan=PK|bangladesh=BD|sri lanka=LK'
  )
    .split('|')
    .map((entry) => entry.split('=')),
);
const alpha3: Readonly<Record<string, string>> = {
  usa: 'US',
  gbr: 'GB',
  can: 'CA',
  aus: 'AU',
  nzl: 'NZ',
  ind: 'IN',
  deu: 'DE',
  ger: 'DE',
  aut: 'AT',
  che: 'CH',
  fra: 'FR',
  bel: 'BE',
  lux: 'LU',
  esp: 'ES',
  prt: 'PT',
  mex: 'MX',
  arg: 'AR',
  bra: 'BR',
  ita: 'IT',
  pol: 'PL',
  nld: 'NL',
  swe: 'SE',
  nor: 'NO',
  dnk: 'DK',
  fin: 'FI',
  tur: 'TR',
  rou: 'RO',
  cze: 'CZ',
  hun: 'HU',
  rus: 'RU',
  ukr: 'UA',
  grc: 'GR',
  jpn: 'JP',
  chn: 'CN',
  twn: 'TW',
  hkg: 'HK',
  sgp: 'SG',
  kor: 'KR',
  are: 'AE',
  egy: 'EG',
  isr: 'IL',
  zaf: 'ZA',
  irl: 'IE',
  kaz: 'KZ',
};

/** ISO code of a country written in any usual way, else its folded words, so that two equal unknown ones still agree. Empty when blank. */
export const country = memo((raw: string): string => {
  const folded = words(fold(clean(raw))).join(' ');
  if (folded === '') return '';
  const compact = folded.replaceAll(' ', '');
  if (compact.length === 2) return compact === 'uk' ? 'GB' : compact.toUpperCase();
  return names[folded] ?? alpha3[compact] ?? names[compact] ?? folded;
});

const byTopLevel: Readonly<Record<string, string>> = { uk: 'GB', com: '', net: '', org: '', io: '', co: '', ai: '', info: '', biz: '', eu: '', me: '', tv: '' };
/** A guess of the country from a domain's last part: "acme.co.uk" → "GB"; empty for those anybody uses. */
export function countryOfDomain(domain: string): string {
  const last = domain.slice(domain.lastIndexOf('.') + 1);
  return byTopLevel[last] ?? (last.length === 2 ? last.toUpperCase() : '');
}

const states: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'alabama=al|alaska=ak|arizona=az|arkansas=ar|california=ca|colorado=co|connecticut=ct|delaware=de|florida=fl|georgia=ga|hawaii=hi|idaho=id|illinois=il|indiana=in|iowa=ia|kansas=ks|kentucky=ky|louisiana=la|maine=me|maryland=md|massachusetts=ma|michigan=mi|minnesota=mn|mississippi=ms|missouri=mo|' +
    'montana=mt|nebraska=ne|nevada=nv|new hampshire=nh|new jersey=nj|new mexico=nm|new york=ny|north carolina=nc|north dakota=nd|ohio=oh|oklahoma=ok|oregon=or|pennsylvania=pa|rhode island=ri|south carolina=sc|south dakota=sd|tennessee=tn|texas=tx|utah=ut|vermont=vt|virginia=va|washington=wa|' +
    'west virginia=wv|wisconsin=wi|wyoming=wy|district of columbia=dc|ontario=on|quebec=qc|british columbia=bc|alberta=ab|manitoba=mb|saskatchewan=sk|nova scotia=ns|new brunswick=nb|new south wales=nsw|victoria=vic|queensland=qld|western australia=wa|south australia=sa|tasmania=tas'
  )
    .split('|')
    .map((entry) => entry.split('=')),
);
/** State or province by its usual letters. */
export const state = memo((raw: string): string => {
  const folded = words(fold(clean(raw))).join(' ');
  return states[folded] ?? folded;
});

const sameCity: Readonly<Record<string, string>> = {
  nyc: 'new york',
  'new york city': 'new york',
  munchen: 'munich',
  muenchen: 'munich',
  koln: 'cologne',
  koeln: 'cologne',
  wien: 'vienna',
  milano: 'milan',
  roma: 'rome',
  torino: 'turin',
  firenze: 'florence',
  venezia: 'venice',
  napoli: 'naples',
  warszawa: 'warsaw',
  krakow: 'cracow',
  praha: 'prague',
  bruxelles: 'brussels',
  brussel: 'brussels',
  antwerpen: 'antwerp',
  geneve: 'geneva',
  genf: 'geneva',
  zuerich: 'zurich',
  lisboa: 'lisbon',
  sevilla: 'seville',
  moskva: 'moscow',
  kiev: 'kyiv',
  kyyiv: 'kyiv',
  kobenhavn: 'copenhagen',
  goteborg: 'gothenburg',
  'den haag': 'the hague',
  bucuresti: 'bucharest',
  bangalore: 'bengaluru',
  bombay: 'mumbai',
  athina: 'athens',
  peking: 'beijing',
  'ciudad de mexico': 'mexico city',
  cdmx: 'mexico city',
  'sao paulo': 'sao paulo',
  sf: 'san francisco',
  la: 'los angeles',
  frankfurt: 'frankfurt main',
  'frankfurt main': 'frankfurt main',
  'tel aviv yafo': 'tel aviv',
  nurnberg: 'nuremberg',
  nuernberg: 'nuremberg',
  dusseldorf: 'duesseldorf',
};
/** City by its comparable name: "Frankfurt am Main", "St. Louis" → "frankfurt main", "st louis". */
export const city = memo((raw: string): string => {
  const folded = words(fold(clean(raw)).replace(/\(.*\)|,.*/g, ' '))
    .map((word) => (word === 'saint' ? 'st' : word))
    .filter((word) => !['am', 'an', 'der', 'city', 'of', 'greater', 'area', 'metro'].includes(word))
    .join(' ');
  return sameCity[folded] ?? folded;
});
