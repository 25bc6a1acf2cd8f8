/** A name as people write it, and in the letters of an address. */
export interface WrittenName {
  name: string;
  ascii: string;
}

/** `Name=ascii` pairs, separated by blanks. */
const names = (list: string): readonly WrittenName[] =>
  list
    .trim()
    .split(/\s+/)
    .map((pair) => {
      const [name = '', ascii = name.toLowerCase()] = pair.split('=');
      return { name, ascii };
    });

/** First and last names that go together, of common ones of many places and scripts. */
export const origins: readonly { first: readonly WrittenName[]; last: readonly WrittenName[] }[] = [
  {
    first: names('Olivia James Amara Noah Grace Ethan Chloe Malik'),
    last: names("Bennett Okafor Clarke Morgan O'Connor=oconnor Hughes Reid Walker"),
  },
  {
    first: names('Jürgen=juergen Sabine Björn=bjoern Käthe=kaethe Lukas Anneliese'),
    last: names('Müller=mueller Weiß=weiss Schäfer=schaefer Krüger=krueger Hoffmann Größing=groessing'),
  },
  {
    first: names('Chloé=chloe Éric=eric Zoé=zoe François=francois Hélène=helene Loïc=loic'),
    last: names('Lefèvre=lefevre Béranger=beranger Garçon=garcon Dubois Noël=noel Moreau'),
  },
  {
    first: names('Łukasz=lukasz Zofia Jiří=jiri Žofie=zofie Ştefan=stefan Ágnes=agnes'),
    last: names('Wójcik=wojcik Dvořák=dvorak Kovács=kovacs Šimić=simic Popescu Nowak'),
  },
  {
    first: names('Søren=soren Åsa=asa Þóra=thora Freja Eetu Ingrid'),
    last: names('Ødegård=odegard Sjöberg=sjoberg Nørgaard=norgaard Virtanen Jónsson=jonsson Dahl'),
  },
  {
    first: names('José=jose Núria=nuria João=joao Iñaki=inaki Conceição=conceicao Mateo'),
    last: names('Muñoz=munoz Gonçalves=goncalves Ibáñez=ibanez Sánchez=sanchez Araújo=araujo Ferreira'),
  },
  {
    first: names('Анна=anna Дмитрий=dmitri Олена=olena Ирина=irina Богдан=bohdan Тарас=taras'),
    last: names('Соколова=sokolova Шевченко=shevchenko Петренко=petrenko Морозов=morozov Коваль=koval'),
  },
  {
    first: names('Ελένη=eleni Γιώργος=giorgos Δήμητρα=dimitra Νίκος=nikos'),
    last: names(
      'Παπαδοπούλου=papadopoulou Οικονόμου=oikonomou Νικολαΐδης=nikolaidis Καραγιάννης=karagiannis',
    ),
  },
  {
    first: names('ليلى=layla يوسف=yousef فاطمة=fatima عمر=omar مريم=maryam'),
    last: names('الحداد=alhaddad منصور=mansour الخطيب=alkhatib نجار=najjar'),
  },
  {
    first: names('נועה=noa איתן=eitan תמר=tamar יונתן=yonatan'),
    last: names('לוי=levi כהן=cohen פרידמן=friedman ברק=barak'),
  },
  {
    first: names('प्रिया=priya अर्जुन=arjun मीरा=meera रोहन=rohan'),
    last: names('शर्मा=sharma पटेल=patel सिंह=singh गुप्ता=gupta'),
  },
  {
    first: names('美咲=misaki 健太=kenta さくら=sakura 大輔=daisuke'),
    last: names('佐藤=sato 鈴木=suzuki 高橋=takahashi 渡辺=watanabe'),
  },
  {
    first: names('伟=wei 静怡=jingyi 子轩=zixuan 丽=li'),
    last: names('王=wang 李=li 陈=chen 欧阳=ouyang'),
  },
  {
    first: names('서연=seoyeon 민준=minjun 지우=jiwoo 하은=haeun'),
    last: names('김=kim 박=park 이=lee 최=choi'),
  },
  {
    first: names('Nguyễn=nguyen Thảo=thao Đức=duc Linh'),
    last: names('Trần=tran Phạm=pham Đặng=dang Lê=le'),
  },
  {
    first: names('สมชาย=somchai กมลา=kamala ธีระ=thira'),
    last: names('ใจดี=jaidee สุขใจ=sukjai วงศ์ไทย=wongthai'),
  },
];

export const companies: readonly string[] = [
  'Kestrel & Vale Ltd.',
  'Nordlicht GmbH',
  'Boulangerie Épi d’Or',
  'Ателье «Весна»',
  '株式会社さくら',
  'شركة النخيل',
  'Δέλτα Α.Ε.',
  '한빛 스튜디오',
  'Fjord Outdoor AS',
  'Saffron Labs',
  'Música do Mar Lda.',
  'Granite Inc.',
];
