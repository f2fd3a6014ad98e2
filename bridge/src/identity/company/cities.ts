/** Cities by one name, whichever language they are written in. */
import { city, memo } from '../normalise/index.ts';

/** Names of one city, parted by "="; the usual English one first. */
const groups =
  'rome=roma=rom|milan=milano=mailand|turin=torino|naples=napoli=neapel|florence=firenze=florenz|venice=venezia=venedig|genoa=genova=genua|padua=padova|bologna=bologne|mantua=mantova|syracuse=siracusa|leghorn=livorno|' +
  'munich=münchen=muenchen=monaco di baviera|cologne=köln=koeln=colonia|nuremberg=nürnberg=nuernberg|hanover=hannover|düsseldorf=duesseldorf=dusseldorf|brunswick=braunschweig|aachen=aix la chapelle|frankfurt=frankfurt am main=frankfurt a.m.=frankfurt/main=ffm|regensburg=ratisbon|münster=muenster|göttingen=goettingen|tübingen=tuebingen|würzburg=wuerzburg|saarbrücken=saarbruecken|lübeck=luebeck|mönchengladbach=moenchengladbach|' +
  'vienna=wien=vienne|zurich=zürich=zuerich|geneva=genève=genf=ginevra|lucerne=luzern|basel=bâle=basle|bern=berne=berna|lausanne=losanna|st gallen=sankt gallen|' +
  'brussels=bruxelles=brussel=brüssel|antwerp=antwerpen=anvers|ghent=gent=gand|bruges=brugge=brügge|liege=liège=luik=lüttich|louvain=leuven=löwen|the hague=den haag=s-gravenhage=la haye|den bosch=s-hertogenbosch|flushing=vlissingen|' +
  'paris=parigi|marseille=marseilles|lyon=lyons|strasbourg=straßburg|dunkirk=dunkerque|nice=nizza|saint-etienne=st etienne|lisbon=lisboa=lissabon|porto=oporto|seville=sevilla|saragossa=zaragoza|la coruna=a coruña|san sebastian=donostia|bilbao=bilbo|majorca=palma de mallorca=palma|cordoba=cordova|' +
  'copenhagen=københavn=kobenhavn=kopenhagen|aarhus=århus|elsinore=helsingør|gothenburg=göteborg=goteborg|helsinki=helsingfors|turku=åbo|tampere=tammerfors|espoo=esbo|vantaa=vanda|malmö=malmo=malmoe|' +
  'warsaw=warszawa=warschau|cracow=kraków=krakow=krakau|wroclaw=wrocław=breslau|gdansk=gdańsk=danzig|poznan=poznań=posen|lodz=łódź|szczecin=stettin|katowice=kattowitz|prague=praha=prag|brno=brünn|pilsen=plzeň|bratislava=pressburg|kosice=košice=kaschau|budapest=budapeszt|bucharest=bucurești=bukarest|cluj=cluj-napoca|iasi=iași=jassy|timisoara=timișoara=temeswar|chisinau=chișinău=kishinev|belgrade=beograd|zagreb=agram|ljubljana=laibach|sofia=sofiya|thessaloniki=salonica=saloniki=θεσσαλονίκη|athens=athína=athina=αθήνα|piraeus=pireas|patras=patra=πάτρα|nicosia=lefkosia=λευκωσία|limassol=lemesos|' +
  'moscow=москва=moskva=moskau|saint petersburg=санкт-петербург=sankt peterburg=spb|yekaterinburg=екатеринбург=ekaterinburg|novosibirsk=новосибирск|kazan=казань|nizhny novgorod=нижний новгород|minsk=минск|kyiv=київ=киев=kiev|lviv=львів=lvov=lemberg|kharkiv=харків=харьков=kharkov|odesa=одеса=одесса=odessa|dnipro=дніпро=dnepropetrovsk|almaty=алматы=alma-ata|astana=астана=nur-sultan|tashkent=ташкент|' +
  'istanbul=i̇stanbul=constantinople|izmir=i̇zmir=smyrna|ankara=angora|jerusalem=yerushalayim=ירושלים|tel aviv=tel aviv-yafo=tel-aviv=תל אביב|haifa=חיפה|cairo=القاهرة=al qahirah=le caire|alexandria=الإسكندرية=al iskandariyah|giza=الجيزة|dubai=دبي=dubayy|abu dhabi=أبوظبي=أبو ظبي=abu zaby|sharjah=الشارقة|riyadh=الرياض=ar riyad|jeddah=جدة=jiddah|dammam=الدمام|doha=الدوحة=ad dawhah|beirut=بيروت=beyrouth|amman=عمان|damascus=دمشق|baghdad=بغداد|kuwait=الكويت=kuwait city|marrakech=marrakesh=مراكش|casablanca=الدار البيضاء=casa|rabat=الرباط|fes=fez|tangier=tanger|' +
  'beijing=北京=peking|shanghai=上海|shenzhen=深圳|guangzhou=广州=canton|hangzhou=杭州|chengdu=成都|suzhou=苏州|nanjing=南京=nanking|wuhan=武汉|tianjin=天津=tientsin|chongqing=重庆=chungking|xian=西安=xi’an|hong kong=香港=kowloon=hongkong|macau=macao=澳门|taipei=台北=臺北|kaohsiung=高雄|taichung=台中|hsinchu=新竹|' +
  'tokyo=東京=tokio|osaka=大阪|nagoya=名古屋|yokohama=横浜|fukuoka=福岡|sapporo=札幌|kyoto=京都|kobe=神戸|kawasaki=川崎|hiroshima=広島|sendai=仙台|seoul=서울=séoul|busan=부산=pusan|incheon=인천|daejeon=대전=taejon|daegu=대구=taegu|' +
  'mumbai=bombay|bengaluru=bangalore|chennai=madras|kolkata=calcutta|kochi=cochin|pune=poona|gurugram=gurgaon|delhi=new delhi=dilli|thiruvananthapuram=trivandrum|vadodara=baroda|mysuru=mysore|hanoi=hà nội=ha noi|ho chi minh city=thành phố hồ chí minh=saigon=hcmc=ho chi minh|da nang=đà nẵng|yangon=rangoon|penang=pulau pinang=george town|kuala lumpur=kl|makati=makati city|cebu=cebu city|manila=metro manila|jakarta=dki jakarta|phnom penh=pnom penh|' +
  'mexico city=ciudad de méxico=cdmx=méxico df|sao paulo=são paulo=san pablo|rio de janeiro=rio|brasilia=brasília|bogota=bogotá|medellin=medellín|buenos aires=caba=capital federal|santiago=santiago de chile|valparaiso=valparaíso|montreal=montréal|quebec=québec=quebec city|havana=la habana|panama=panama city|' +
  'new york=nyc=new york city=manhattan|los angeles=la|san francisco=sf|washington=washington dc=washington d.c.|saint louis=st. louis|saint paul=st paul|fort worth=ft. worth|las vegas=vegas|philadelphia=philly|salt lake city=slc|kingston upon hull=hull|newcastle=newcastle upon tyne|st albans=saint albans|dublin=baile atha cliath|cape town=kaapstad';

const usual: ReadonlyMap<string, string> = new Map(
  groups.split('|').flatMap((group) => {
    const names = group.split('=').map((name) => city(name));
    return names.map((name) => [name, names[0] ?? name] as const);
  }),
);

/** The city by its usual name: "Padova" → "padua", "東京" → "tokyo". Empty when blank. */
export const cityName = memo((raw: string): string => {
  const name = city(raw);
  return usual.get(name) ?? name;
});
