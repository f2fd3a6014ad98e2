/** How Japanese names written in kanji are read. Transliteration reads them in Mandarin; these are the common readings, the likeliest only. */
const surnames =
  '佐藤sato 鈴木suzuki 高橋takahashi 田中tanaka 渡辺watanabe 渡邊watanabe 渡部watanabe 伊藤ito 山本yamamoto 中村nakamura 小林kobayashi 加藤kato 吉田yoshida 山田yamada 佐々木sasaki 山口yamaguchi 松本matsumoto 井上inoue 木村kimura 林hayashi 斎藤saito 斉藤saito 齋藤saito 清水shimizu ' +
  '山崎yamazaki 森mori 池田ikeda 橋本hashimoto 阿部abe 石川ishikawa 山下yamashita 中島nakajima 石井ishii 小川ogawa 前田maeda 岡田okada 長谷川hasegawa 藤田fujita 後藤goto 近藤kondo 村上murakami 遠藤endo 青木aoki 坂本sakamoto 福田fukuda 太田ota 西村nishimura 藤井fujii 金子kaneko 岡本okamoto ' +
  '藤原fujiwara 三浦miura 中野nakano 中川nakagawa 原田harada 松田matsuda 竹内takeuchi 小野ono 大野ono 田村tamura 中山nakayama 和田wada 石田ishida 森田morita 上田ueda 原hara 内田uchida 柴田shibata 酒井sakai 宮崎miyazaki 横山yokoyama 高木takagi 安藤ando 宮本miyamoto 大塚otsuka 小島kojima 工藤kudo ' +
  '谷口taniguchi 今井imai 高田takada 丸山maruyama 増田masuda 杉山sugiyama 村田murata 菅原sugawara 新井arai 平野hirano 大西onishi 武田takeda 上野ueno 千葉chiba 岩崎iwasaki 木下kinoshita 久保kubo 野口noguchi 松井matsui 野村nomura 菊地kikuchi 菊池kikuchi 佐野sano 大橋ohashi 浜田hamada 市川ichikawa ' +
  '古川furukawa 水野mizuno 桜井sakurai 吉川yoshikawa 山内yamauchi 島田shimada 西田nishida 川口kawaguchi 飯田iida 菅野kanno 八木yagi 本田honda 北村kitamura 辻tsuji 樋口higuchi 川崎kawasaki 吉村yoshimura 五十嵐igarashi 東azuma 岩田iwata 中田nakata 土屋tsuchiya 服部hattori 渡瀬watase 福島fukushima 安田yasuda 関seki 永井nagai 川村kawamura 秋山akiyama 黒田kuroda';
const given =
  '健太kenta 翔太shota 大輔daisuke 裕子yuko 陽子yoko 直樹naoki 美咲misaki 愛ai 太郎taro 花子hanako 健一kenichi 真由美mayumi 恵megumi 誠makoto 隆takashi 恵子keiko 亮ryo 一郎ichiro 次郎jiro 三郎saburo 浩hiroshi 博hiroshi 弘hiroshi 和也kazuya 拓也takuya 達也tatsuya 哲也tetsuya 直人naoto 健ken 剛tsuyoshi 学manabu ' +
  '修osamu 茂shigeru 勝masaru 清kiyoshi 実minoru 進susumu 豊yutaka 正tadashi 明akira 昭akira 聡satoshi 智satoshi 悟satoru 大樹daiki 翼tsubasa 陸riku 蓮ren 颯太sota 悠人yuto 陽翔haruto 結衣yui 葵aoi 陽菜hina 凛rin 美穂miho 美香mika 由美yumi 明美akemi 直美naomi 久美子kumiko 幸子sachiko 和子kazuko 洋子yoko 京子kyoko ' +
  '智子tomoko 典子noriko 順子junko 真理子mariko 由美子yumiko 裕美hiromi 香織kaori 麻衣mai 彩aya 舞mai 優yu 真由mayu 千尋chihiro 桃子momoko 綾子ayako 雅子masako 節子setsuko 正男masao 和夫kazuo 幸男yukio 一男kazuo 秀樹hideki 英樹hideki 正樹masaki 雅之masayuki 裕二yuji 裕之hiroyuki 浩之hiroyuki 浩二koji 康弘yasuhiro 健二kenji 賢治kenji 純jun 淳jun 潤jun 徹toru 透toru 翔sho 涼ryo 遼ryo 海斗kaito 大地daichi 雄大yudai 雄太yuta 優子yuko 洋平yohei 洋一yoichi 宏hiroshi 洋yo 敏toshi 静shizuka';
const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(' ').map((entry) => {
      const latin = /[a-z]+$/.exec(entry)?.[0] ?? '';
      return [entry.slice(0, entry.length - latin.length), latin];
    }),
  );
const surnameReadings = table(surnames);
const givenReadings = table(given);

/** The Japanese reading of a surname or given name in kanji, empty when the tables do not know it. */
export function reading(kind: 'surname' | 'given', native: string): string {
  return (kind === 'surname' ? surnameReadings : givenReadings).get(native) ?? '';
}

/** Splits a full name in Chinese characters, which has no space, into surname and given name. Japanese first, then compound Chinese surnames, then one character. */
export function splitHan(native: string): { readonly surname: string; readonly given: string } {
  for (let length = Math.min(3, native.length - 1); length >= 1; length -= 1) {
    const head = native.slice(0, length);
    if (surnameReadings.has(head) && (length > 1 || givenReadings.has(native.slice(length)))) return { surname: head, given: native.slice(length) };
  }
  const length =
    /^(欧阳|歐陽|司马|司馬|诸葛|諸葛|上官|夏侯|东方|東方|皇甫|尉迟|公孙|慕容|长孙|司徒|令狐|南宫|남궁|황보|제갈|사공|선우)/.test(native) && native.length > 2
      ? 2
      : 1;
  return { surname: native.slice(0, length), given: native.slice(length) };
}
