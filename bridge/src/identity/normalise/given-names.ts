/**
 * Given names that stand for one another: short forms, pet names, and one name in several languages. Each line is one family: its first names
 * are the full forms, all of them may stand for each other. A short form may be in several families; families are not joined through it.
 */
const families = `
aaron ron ronnie erin aron
abigail abby abbie gail abbey
abraham abe bram ibrahim avraham avi abram
adelaide addie adela ada della heidi
adrian ade adriano hadrian adrien
agnes aggie inez ines nessie
albert al bert bertie alberto albrecht albie
alexander alex al alec sandy xander sasha alexandre alessandro alejandro aleksander aleksandr alexandr oleksandr lex sander sascha sacha iskander alick zander
alexandra alex sandra sasha sandy lexi alessandra alejandra aleksandra oleksandra lexie ali allie xandra
alexis alex lexi alexa
alfred al alf fred freddie alfredo alfie
alice ali allie ally alicia alix elsie lisa
allan allen alan al
allison alison ali allie ally
alphonse alfonso al alonzo fonzie
amanda mandy manda amy
amelia amy millie mel emily
anastasia ana stacy stacey nastya tasia anya annie
andrea andie andi drea
andrew andy drew andreas andre andres andrei andrey andrzej andriy ondrej anders andrea dre
angela angie angel angelika angelica
angelina angie lina angel
anna ann anne annie anita annette nan nancy hannah ana anya anja anika annika anneke nina
anthony tony anton antonio antoine ant antoni antonin
antonia toni tonya tonia antonella nia
archibald archie
ariel ari
arnold arnie arne arno arnaud
arthur art artie arturo artur
ashley ash
augustus gus augie august agustin augustin
aurelia aurelie ora
barbara barb babs bobbie barbie basia varvara babette
barnabas barney
bartholomew bart bartolomeo bartek bartlomiej barry
beatrice bea bee beatriz trixie beatrix trish
benedict ben bennie benedikt benedetto benoit
benjamin ben benny benji bennie benjy binyamin
bernadette bernie detta
bernard bernie bern barney bernardo bernhard bernd
beverly bev beverley
bradley brad bradford
brandon bran
brenda brandy
brian bryan ryan bri
bridget biddy bridie brigitte birgit birgitta brigid
brittany britt britney
bruno bru
calvin cal
cameron cam
camilla cam millie camille camila
carlos charly carlo charlie
caroline carol carrie carolyn lina carolina karoline karolina caro lynn
cassandra cass cassie sandra
catherine cathy kate katie cat kathryn katherine kathy kay kit kitty katharine kathleen karen katarina katarzyna kasia caterina catalina katya ekaterina kateryna katrin katja karin trina kathrin katharina cathryn cathleen cate kat kaitlyn catarina ina rina
cecilia cecily celia sissy cecile cissy
charles charlie chuck carl karl carlos carlo charley chas chip karel karol carlitos chaz
charlotte lottie charlie lotte carlotta char sherry
chester chet
christian chris kris cristian kristian krystian christiaan chrissie
christina chris tina chrissy christine kristina kristin kirsten kristen cristina krystyna christy kristy kirsty crissy kris christa christiane christin stina
christopher chris kit topher christoph cristobal krzysztof kris christophe cristoforo kristoffer kristofer chrissy
clara claire clare klara clarissa
clarence clare
claude claudio klaus claudius
claudia claudette
clement clem clemens
clifford cliff
clinton clint
constance connie constanze konstanze
constantine kostas konstantin con costas dean constantin
cornelius neil con kees cor
courtney court
curtis curt kurt
cynthia cindy cyndi cindi
cyrus cy
daniel dan danny daniil daniele danilo dani dany danil deniel
danielle dani daniela danny danni ella
darrell daryl darryl
david dave davy davey davide dawid dov davi
deborah deb debbie debra debby devora debi
delia dee cordelia
dennis denny denis denys
derek derrick rick
diana di diane dianne dee
dmitry dima dmitri dimitri dimitrios dmytro mitya dimitris
dolores lola lolly dee
dominic dom nick domenico domingo dominik dominique nic
dominique nikki dom
donald don donny donnie
dorothy dot dottie dolly dorothea dora thea dodie dorotea dorota doro
douglas doug
duncan dunc
edgar ed eddie edgardo ned
edith edie ditte
edmund ed ned ted eddie edmond edmondo eamon
edna eddie
eduardo ed eddie lalo edu
edward ed eddie ned ted teddy eduard edoardo eduardo edvard
edwin ed eddie ned win
eileen aileen helen lena
elaine helaine lainie
eleanor ellie nell nellie nora elly leonor eleonora lenora elinor ella lena eleonore
elena lena ella helen lenka
elijah eli elias ilya
elizabeth liz beth betty lisa eliza liza libby elise elsie lizzie betsy bess elisabeth isabel ella bettina elisabetta elzbieta lisbeth bette lise lis elsa ilse lizbeth sissi babette erzsebet alzbeta bessie lily
ella ellie
ellen nell helen elly nelly
emanuel manny emmanuel manuel manolo mani manu emanuele immanuel
emily em emma millie emilia emmy mel emilie emilija
emilio emil milo emile
emma em emmy
eric erik rick erich ricky
erica erika ricki rikki
ernest ernie ernst ernesto erno
esteban steven stephen
esther essie hester ester hettie
eugene gene eugenio evgeny yevhen jenya zhenya yevgeny evgeni evgenii eugen eugeniusz yevgeniy
evelyn eve evie lyn evelina eva
ezekiel zeke
felicia fel felicity licia
felix lix feliks
ferdinand ferdie fernando ferdi nando
fernando nando fern
florence flo flora flossie florrie florencia
frances fran frankie fanny francesca francisca franny cissy francoise francine franziska franciszka sissy
francis frank fran francisco frankie franz francesco franciszek paco pancho francois franco chico kiko frantisek ferenc
franklin frank
frederick fred freddy rick fritz friedrich federico frederic fredrik ricky frederik freddie fryderyk
gabriel gabe gabby gab gabriele gaby gavriel
gabrielle gabby gabi gaby gabriela elle brie gabriella
genevieve gen jenny viv genny ginny
geoffrey geoff jeff jeffrey jeffery
george georg jorge giorgio georges jorg jurgen jerzy yuri jiri georgy georgios joris goran gheorghe yorgos jordi georgie yuriy juri iuri heorhiy igor
georgina georgie gina georgia georgiana
gerald gerry jerry gerard gerhard gerardo gerd geraldo gert
geraldine gerry gerri jerry dina
gertrude gertie trudy gert trude
gilbert gil bert gilberto wilbur
gillian jill jilly gill
giovanni gianni gio vanni john nino
giuseppe beppe peppe joseph pino peppino
glenn glen
gordon gord
grace gracie grazia graciela
graham gray graeme grahame
gregory greg gregor gregg grzegorz grigory grigoris grisha hryhoriy gregorio gregoire
griffin griff
guillermo william memo bill
gustav gus gustavo gustaf guus
gwendolyn gwen wendy
hannah hanna anna nan johanna hana hannelore
harold harry hal harald hank
harriet hattie harry
harrison harry
heather hetty
heidi adelheid
helen nell nellie lena ella helena elena ellen helene eleni elaine helga olena yelena alena galina ilona leni
henrietta hettie etta henny henriette
henry hank harry hal heinrich henri enrique enrico hendrik henrik henryk heinz heiko hein rik harri jindrich
herbert bert herb heribert
herman hermann manny armand
hilary hilly
hillary hil
hugh huey hughie hugo hew
humphrey hum
ian iain john
ignatius iggy nacho ignacio ignacy ignazio
ilya ilia elias illia
immanuel kant
irene rena renie irina iryna ira irena
isaac ike zac zak isaak izzy yitzhak
isabel bell belle izzy isabella bella liz isabelle isobel ysabel elisabeth izabela tibby
isidore izzy isidoro
israel izzy
ivan vanya john iwan
jacob jake jay jakob jacques jakub james yakov giacomo jaap yaakov kuba iago coby kobe
jacqueline jackie jacqui jaclyn
james jim jimmy jamie jem jaime diego giacomo jimmie jacques santiago
jan johannes john
jane janie jenny janet jean jana janina joan jeanette
janet jan jane jess nettie
janice jan
jason jay jase
jasmine jas jazz yasmin jasmin
jean john jeanne jeannie
jeffrey jeff geoff geoffrey jeffery
jennifer jen jenny jenn jennie jenni jenna
jeremiah jerry jeremy
jeremy jerry jem jez jeremias
jerome jerry gerome hieronymus
jessica jess jessie jessy
jesse jess
joachim joaquin achim jochen jo
joan jo joanie joanna
joanna jo joan joanne jan johanna giovanna joana jana
joel joe yoel
johann johannes hans john jo hannes
johanna hanna jo hanne joan
john johnny jack jon jonny ian sean ivan juan johan johannes hans jan giovanni jean joao yohan evan johnnie shaun ivo janos jens jannis yannis ioannis jock shane jackie yahya
jonathan jon jonny john nathan nat jonathon jona yonatan johnathan
jordan jordy judd
jose pepe joseph chepe joe pepito
joseph joe joey jose josef giuseppe josip jozef yosef youssef jo jody pepe iosif jos joop jupp sepp yusuf osip
josephine jo josie josefa fifi josy pina josefina josefine giuseppina
joshua josh
joyce joy
juan juancho john
judith judy jude judi jutta yehudit
julia julie jules juliet julianna giulia yulia jill gillian iulia yuliya
julian jules julien giuliano yulian
juliana julie jill
julius jule jules julio giulio julien
justin jus justus
karen kari karin carrie karyn
katrina trina kat kate
kelly kel
kenneth ken kenny kent
kevin kev
kimberly kim kimberley kimmy
konstantin kostya constantine kostas
kristopher kris chris
kyle ky
larry lawrence laurence lars
laura laurie lori lauren lara laure laurel lorrie lolly laurette
lauren laurie
laurence larry laurie
lawrence larry laurie law lars laurent lorenzo lorenz lenny lon laurens lavrentis
leah lea lia
leo leon leonardo lev leonid leonhard
leonard leo len lenny leonardo leonhard leon lennart
leopold leo poldi leopoldo
leroy roy lee
leslie les lesley
lewis lew louis luis
lillian lily lil lilian lilly
linda lindy lynn lin
lindsay lin lindsey
lisa elisabeth lise
lorenzo larry enzo renzo
lorraine lorrie rainy
louis lou louie luis ludwig luigi lewis ludovic ludovico lajos ludwik
louisa lou luisa louise lulu luise
louise lou lulu louisa
lucas luke luc luca lukas lukasz lucca lukas
lucille lucy lou lucia lucie lucinda luz
lucinda cindy lucy
luigi gigi louis
luis lucho louis
lydia lyddie lidia
madeline maddie madeleine maddy lena magdalena
magdalena lena maggie magda magdalene marlene
malcolm mal
manuel manny manolo emmanuel manu
marcel marcello marcelo
marcus mark marc marco markus marcos marek marko
margaret maggie meg peggy marge marjorie rita greta gretchen madge daisy margarita margherita margarete marguerite margot margo megan peg margie mags gretel grete margit margret malgorzata gosia marketa magee meggie
maria mary marie mariya maryam miriam mia ria mitzi marija mariam marika masha
marianne marian mary anne marianna mariana
marilyn mary
marjorie marge margie
mark marcus marc
martha marty mattie marta patty
martin marty marten martino marcin martijn martyn martins mart
marvin marv merv
mary maria marie molly polly mae mamie mitzi may moira maureen mariya
mathilda matilda tilly mattie tilda mathilde maud tillie
matthew matt matty matthias mateo matteo mathieu mateusz matthieu matias matvey matthijs matheus mathew mats mads thijs mattias
maureen mo mary
maurice maury morris mauricio maurizio moritz moe mo morrie
maximilian max maximilien maximiliano massimiliano maks
maxwell max
maxim max maksim maksym maxime massimo
megan meg meghan
melanie mel
melinda mel linda mindy lindy
melissa mel missy lissa lissie
melvin mel
mercedes mercy sadie merche
meredith merry
michael mike mick mickey micky mikhail michel miguel michele mikael mikel misha mihai michal mikey mitch mikhailo mykhailo mickael mischa mischka mihaly maikel micah
michaela mica micki michelle mikayla
michelle shelly mickey michele micheline chelle shell
mildred millie milly
millicent millie missy
miranda mandy randy mira
miriam mimi mitzi mira maria
mitchell mitch
mohammed mo muhammad mohamed mohammad muhammed mehmet mahomet mohamad mohd md
monica mona monika nicky monique
morgan mo
moses moe moshe mo mozes moises
nancy nan ann anna annie
natalie nat nattie natalia nathalie talia natasha natalya nataliya tasha
natasha nat tasha natalia
nathan nate nat natan
nathaniel nate nathan nat nathanael
nicholas nick nicky nico nicolas nikolaus klaus nikolai nicola niklas nikolaos colin nikola nikos nicolo miklos mikolaj mykola kolya claus nic niko nicolai nikolay nils niels niccolo claas
nicole nikki nicky nicola nicolette nic colette nico nika
nora eleanor honora norah
norman norm
oliver ollie olly olivier noll oli
olivia liv livvy ollie livia
oscar ozzie oskar os
oswald oz ozzy ossie waldo
otto odo
owen eoin
pamela pam
patricia pat patty trish tricia patsy patti patrizia trisha patrycja
patrick pat paddy rick patricio patrik patryk patsy padraig
paul paulie pablo paolo pavel paulo pawel pol pavlo pavlos pauli
paula polly pauline paulina paola pauly
pearl perla margaret
penelope penny pen nell penni
percival percy
peter pete pedro pietro piotr pierre pieter petr petros pyotr petter petro piet peder peer pjotr perry pekka
philip phil pip philipp felipe filip philippe filippo phillip flip filippos
philippa pippa pip phil filippa
phyllis phyl
priscilla prissy cilla cissy
quentin quin quinton
rachel rae shelly rachael rahel raquel rachelle ray
ralph rafe raoul raul rolf ralf
ramon ray raymond
randall randy randolph rand
raphael rafael raf rafe raffaele rafal rafa raffael rafi
raymond ray raimund ramon raimundo rae raimondo
rebecca becky becca beck reba rebekah rebeca bex becki rivka
reginald reg reggie rex
regina reggie gina queenie
reinhold reiner reinhard
renata rena renate renee
richard rick dick rich richie ricky ricardo riccardo rickie rico ryszard ritchie rikard dickie
rita margarita
robert bob rob bobby robbie bert robin roberto robby rupert bobbie dob robbert roby rab
roberta bobbie robbie bert bobby robin
roderick rod rick roddy rodrigo rodric
rodney rod
rodolfo rudy rudolph fito
roger rog rodger rogelio ruggero rutger hodge rodge
roland rollie rolly orlando rolando rowland
rolf rudolf ralph
ronald ron ronnie ronny ronaldo
rosa rose rosie rosita
rosalind roz rosalinda linda rosie ros
rose rosie rosa roza
rosemary rosie rose mary romy rosemarie
roxanne roxy roxana roxie
rudolph rudy rolf rudolf dolf rodolfo rudi
russell russ rusty
ruth ruthie
sabrina bri brina
salvatore sal toto salvador salvo
samantha sam sammy mandy
samuel sam sammy samuele shmuel sammie samy
sandra sandy alexandra cassandra sandi
sarah sally sadie sara zara sallie suri
scott scotty scottie
sean shaun shawn john
sebastian seb bastian sebastien basti sebastiano bas bastien baz
serge sergey sergei sergio sergiy serhiy sergi serezha
seymour see cy
sharon sherry shari shaz
sheila cecilia shelagh
shelley shelly shell
shirley shirl lee
sidney sid sydney
sigmund sig ziggy siegmund zygmunt
silvester sly sylvester silvestro vester
simon si simeon shimon semyon szymon simone
simone sim mona
solomon sol solly salomon sulaiman saul
sophia sophie sofia sofie zofia sofya sonia sonja sonya
spencer spence
stanislav stan slava stas stanislaw stanislas
stanley stan
stella estelle estella
stephanie steph stef stefanie stephie stefania estefania steffi stephania stevie
stephen steve steven stefan stephan esteban stefano stevie etienne stepan steph istvan estevan staffan stefanos szczepan
stuart stu stewart stew
susan sue suzy susie suzanne susanna sukie susana zuzana zsuzsanna sanna susann suzie susanne zuzanna suzan shoshana
sylvia silvia syl sylvie silvie
tabitha tabby
tamara tammy tamar mara toma
tatiana tanya tania tatyana tetiana tetyana tatjana tati
terence terry terrance terrence
teresa terry tess theresa tessa terri therese tracy teresia teresita tess resi tereza
thaddeus thad tad ted tadeusz teddy
theodore ted teddy theo theodor teodoro fyodor feodor fedor teo dora teodor thodoris
theodora dora thea theo teodora
thomas tom tommy tomas tomasz tommaso thom tomek massimo tam toma tommie
tiffany tiff tiffy
timothy tim timmy timo timofey timotheus timmie tymoteusz
tobias toby tobi tobiasz tobiah
travis trav
trevor trev
tyler ty
ulrich uli ulrike ueli udo
ursula ursel ulla uschi urszula
valentina val tina valya vale
valentine val valentin valentino walenty
valerie val valeria valery valeriya
vanessa nessa ness vannie
vasily vasya basil vassilis vasyl vasili vasilios wassili basilio vasiliy vasile
vera verochka veronica
vernon vern
veronica ronnie vera roni veronika nica veronique
victor vic vick viktor vittorio vitya wiktor vito
victoria vicky tori vicki vikki vic viktoria vittoria wiktoria queenie victoire
vincent vin vince vinnie vincenzo vicente vinny vincente cenzo enzo wincenty vicenc
viola violet violetta
virginia ginny ginger gina virgie
vivian viv vivienne viviana vyvyan
vladimir vlad volodya vova volodymyr wladimir vladi wlodzimierz walter
wallace wally walt
walter walt wally gualtiero wat
wanda wendy
wesley wes
wilfred will fred wilf wilfried
wilhelmina mina minnie billie willa wilma willie
william will bill billy willie liam willy guillaume wilhelm guillermo willem guglielmo wim vilhelm billie wil guilherme helmut ville
winifred winnie freddie
winston win winnie
wolfgang wolf wolfi wulf
woodrow woody
xavier javier xav
yvonne eve evie yvette von
zachary zach zack zak zachariah zacharias zac zachery
zoe zoey zoi
ahmed ahmad ahmet achmed
ali aly
yusuf youssef yousef joseph josef yosef
hussein hossein husain hussain husayn huseyin
hassan hasan
omar umar omer
fatima fatma fatimah fatemeh
khaled khalid halid
maryam mariam mary miriam meryem
layla leila laila leyla lila
nour noor nur
abdullah abdallah abdul abd
mustafa mostafa moustafa
ibrahim ebrahim abraham
said saeed saied sayed
tariq tarek tarik
jamal gamal djamal jamaal
aisha ayesha aicha aysha
zahra zehra zara
krishna kris krish
lakshmi laxmi
srinivas srini sreenivas
venkatesh venkat venky
rajesh raj
rajendra raj rajen
subramanian subbu mani
ramesh ram
suresh suri
vijay vj
sanjay san
deepak dipak
priyanka priya
abhishek abhi
siddharth sid siddhartha
aditya adi
aniruddha ani
harish hari
manish mani
nikhil nik
pradeep pradip
prakash pk
vikram vik
vishal vish
yogesh yogi
jiro jirou
taro tarou
shota shouta
yuko yuuko yuhko
yoko youko
ryo ryou
kenichi kenitchi
minjun minjoon
jihoon jihun
jiyoung jiyeong
hyunwoo hyeonu hyunu
sujin soojin
youngsoo yeongsu youngsu
sungmin seongmin
eitan eytan ethan
noa noah
ethan eitan
yael jael
`;

/** Surnames that are one name in several romanisations. */
const surnameFamilies = `
lee yi rhee li ri i ree rhie
park pak bak bahk bag
kim gim ghim
choi choe choy chae
jung jeong chung cheong joung
kang gang kahng
cho jo joe
yoon yun youn
chang jang zhang
lim im rim yim
oh o
seo suh so sur
shin sin
kwon gwon
hwang whang
noh no roh
ahn an
bae pae
baek paik back
woo u wu ng woo eng
wang wong ong heng
huang wong hwang ooi ng
chen chan tan chin
zhou chow chou chau joe
lin lam lim
guo kwok kuo
he ho
xu hsu hui
liu lau low liew
luo lo law
cai tsai choi chua
zheng cheng tay chung
zhao chao chiu jiu
zhu chu
yang yeung yeoh young
liang leung
feng fung
hu woo wu
ma mah
ye yip yeh
sun suen soon
zeng tseng tsang
xie hsieh tse
xiao hsiao siu
gao kao ko
cohen kohen kohn cohn kahn coen
levi levy levin halevi
mizrahi mizrachi
peretz perez
abraham avraham
friedman fridman friedmann
yusuf youssef yousef yousif
masry masri elmasry elmasri almasri
farsi alfarsi
haddad alhaddad elhaddad
abdullah abdallah abdellah
said saeed saied
hassan hasan
hussein hussain husain hossein
khalil khaleel
mansour mansoor mansur
ito itoh
sato satoh satou
kato katoh katou
saito saitoh saitou
ono ohno oono
inoue inouye
endo endoh endou
kondo kondoh kondou
goto gotoh gotou
kudo kudoh kudou
ota ohta oota
ohashi oohashi ohhashi
`;

function index(text: string): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  text
    .trim()
    .split('\n')
    .forEach((line, family) => {
      for (const name of new Set(line.split(' '))) {
        const before = found.get(name);
        if (before === undefined) found.set(name, [family]);
        else before.push(family);
      }
    });
  return found;
}

const given = index(families);
const surnames = index(surnameFamilies);
const share = (families: ReadonlyMap<string, readonly number[]>, left: string, right: string): boolean => {
  const mine = families.get(left);
  const theirs = families.get(right);
  return mine !== undefined && theirs !== undefined && mine.some((family) => theirs.includes(family));
};

/** Numbers of the families a folded given name is in; undefined for a name of none. */
export const givenFamilies = (name: string): readonly number[] | undefined => given.get(name);
/** Whether two folded given names may be one name. Example: bob, robert. */
export const isSameGivenName = (left: string, right: string): boolean => share(given, left, right);
/** Whether two folded surnames are romanisations of one. Example: lee, rhee. */
export const isSameSurname = (left: string, right: string): boolean => share(surnames, left, right);
/** The full form a short one most often stands for, itself when unknown: one key for a family. Example: "bob" → "robert". */
const firstOfFamily = families
  .trim()
  .split('\n')
  .map((line) => line.slice(0, line.indexOf(' ')));
export function familyHeads(name: string): readonly string[] {
  return given.get(name)?.map((family) => firstOfFamily[family] ?? name) ?? [name];
}
export function surnameHead(name: string): string {
  const [family] = surnames.get(name) ?? [];
  return family === undefined ? name : `~${String(family)}`;
}
