/**
 * How common names are in the world, per 100,000 people, so that rarity means the same in a set of ten records and of a million.
 * Rounded from public census and registry lists of the larger countries, mixed; only the head matters, the rest falls back to `rare`.
 */
const perHundredThousand = (text: string): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const group of text.trim().split('\n')) {
    const [rate = '0', ...names] = group.split(' ');
    for (const name of names) found.set(name, Number(rate));
  }
  return found;
};

const surnames = perHundredThousand(`
600 smith wang li zhang kumar singh
500 kim liu chen johnson
400 williams brown jones garcia yang muller sharma
300 miller davis rodriguez martinez lee silva schmidt patel khan huang zhao wu
220 hernandez lopez gonzalez wilson anderson thomas taylor moore jackson martin schneider fischer meyer weber santos ali nguyen park zhou xu sun ma
160 perez thompson white harris sanchez clark ramirez lewis robinson walker young allen king wright scott torres hill flores green adams nelson baker hall rivera campbell mitchell carter roberts becker schulz hoffmann wagner rossi bernard dubois oliveira souza gupta ivanov tanaka sato suzuki ahmed hassan mohamed tran choi
100 gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper peterson bailey reed kelly howard ramos cox ward richardson watson brooks chavez wood james bennett gray mendoza ruiz hughes price alvarez castillo sanders myers long ross foster jimenez koch richter klein wolf schroder neumann schwarz zimmermann braun kruger hofmann russo ferrari esposito bianchi romano durand moreau laurent simon michel lefebvre petit leroy roux david kowalski nowak wisniewski jansen devries vandenberg bakker visser smit johansson andersson karlsson nilsson eriksson larsson hansen olsen jensen nielsen pedersen pereira costa ferreira rodrigues almeida watanabe ito yamamoto nakamura kobayashi kato yoshida cohen levi yilmaz kaya demir popescu ionescu novak svoboda petrov smirnov kuznetsov reddy rao das joshi mehta shah verma jain hussain begum
`);
const givenNames = perHundredThousand(`
1000 james mohammed john robert michael maria
700 david william richard joseph thomas mary wei
500 charles christopher daniel matthew anthony mark jennifer elizabeth anna ana jose juan ali ahmed
350 donald steven paul andrew joshua kenneth kevin brian george edward patricia linda barbara susan jessica sarah karen nancy lisa margaret thomas peter martin antonio luis carlos alexander andreas stefan jean pierre michel marie min jing yan li
220 ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank sandra betty ashley emily kimberly donna michelle carol amanda melissa deborah stephanie rebecca laura sharon cynthia kathleen amy angela helen christian markus sebastian philipp julia katharina sabine petra claudia nicole monika marco andrea giuseppe francesco giovanni alessandro giulia francesca paolo luca pedro manuel javier jorge carmen isabel laura lucia sergey dmitry elena olga natalia tatiana ivan piotr krzysztof katarzyna agnieszka erik lars anders karin eva jan hans rahul amit sanjay priya anjali pooja yusuf fatima omar hassan khaled hiroshi yuki kenji
120 raymond alexander patrick jack dennis jerry tyler aaron adam nathan henry douglas zachary kyle walter ethan jeremy harold keith roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce albert willie gabriel logan alan anna brenda pamela nicole emma samantha katherine christine debra rachel catherine carolyn janet ruth maria heather diane virginia julie joyce victoria olivia kelly christina lauren joan evelyn judith megan cheryl andrea hannah martha jacqueline frances gloria ann teresa kathryn sara janice alice madison jean abigail bob bill mike tom jim steve dave chris nick tony alex ben sam kate liz sue
`);

const rarest = 3;
/** Share of people with this surname (folded, one word). */
export const surnameShare = (name: string): number => (surnames.get(name) ?? rarest) / 100_000;
/** Share of people with this given name (folded, one word). */
export const givenShare = (name: string): number => (givenNames.get(name) ?? 12) / 100_000;
