/** Where something stands in a text. */
export interface TextSpan {
  start: number;
  end: number;
}

const list = (...groups: readonly string[]): string => groups.join('|');
const [wordStart, wordEnd] = ['(?<![\\p{L}\\p{N}])', '(?![\\p{L}\\p{N}])'];

/** Words for a code, a password and what they are for, in the languages of most mail. */
const codeWords = new RegExp(
  list(
    `${wordStart}(?:otp|pin|2fa|mfa|token|verification|verify|confirm\\p{L}*|(?:two|2)[- ](?:factor|step))${wordEnd}`,
    // With what stands before it in one word: passcode, Sicherheitscode, toegangscode, engångskod, kertakäyttökoodi.
    `codes?${wordEnd}|(?<=\\p{L}{4}|pin)kod(?:e|en|er)?${wordEnd}|koodi|kóð[ai]`,
    // With endings: kódja, kodunuz, коду.
    `${wordStart}(?:kod(?:e|en|er|u|un\\p{L}*|y|as|s|i)?${wordEnd}|k[oó]d|код|c[oó]digo|codice|codul|cod de(?! (?:reducere|bare))|codi${wordEnd}|kood|κωδικ|mã${wordEnd})`,
    'password|passwort|kennwort|wachtwoord|lösenord|passord|salasana|contraseña|mot de passe|пароль|گذرواژه|パスワード|비밀번호',
    `${wordStart}(?:clave|senha|hasł|hesl|lozinka|jelszó|parola|şifre)`,
    'best[äa]tigungs|v[ée]rifi[ck]|[验驗][证證]|[认認][证證証]|(?:校[验驗]|[动動]态|動態|安全|登[录錄]|激活|一次性)[密]?[码碼]|暗証|인증',
    // Of scripts with endings, or without blanks between words.
    'קוד|رمز|كود|کد|کوڈ|コード|코드|รหัส|कोड|কোড|કોડ|ਕੋਡ|కోడ్|ಕೋಡ್|കോഡ്|குறியீடு|კოდი|կոդ|ኮድ',
  ),
  'giu',
);
/** Those of German that are words of other languages in small letters. */
const capitalWords = /(?<![\p{L}\p{N}])(?:(?:sms|m|photo|push|chip|i)-?)?TAN(?![\p{L}\p{N}])/gu;

/** The places of the words for a code in a text. */
export const codeWordsIn = (source: string): TextSpan[] =>
  [codeWords, capitalWords]
    .flatMap((words) =>
      Array.from(source.matchAll(words), ({ 0: word, index }) => ({
        start: index,
        end: index + word.length,
      })),
    )
    .sort((a, b) => a.start - b.start);

/** What names a code that nobody logs in with, right before the word or as the beginning of it. */
const otherKinds = list(
  'zip|post(?:al|nummer|leit)?|posti|posta|area|country|dial(?:l?ing)?|sort|dress|bar|qr|source|error|status|product|order|hex|colou?r',
  'promo(?:tion(?:al|s)?)?|discount|coupon|voucher|gift|referral|offer',
  'gutschein|geschenk|rabatt?|aktions|vorteils|empfehlungs|strich|fehler|länder|farb|quell|produkt|artikel|bestell',
  'kortings|actie|cadeau|streepjes|fout|landen|bron|bestel',
  'kampanj|kampagne|kampanje|present|erbjudande|streck|streg|strek|fel|fejl|feil|lande?s?|vare|varu|käll|kilde',
  'alennus|tarjous|lahja|kampanja|viiva|virhe|tuote|maa|kupon|[iİ]ndirim|hediye|promosyon|hata|slevový|slevového|промо|штрих',
  'クーポン|プロモーション|バー|QR|할인|쿠폰|프로모션|바',
);
/** The same, behind the word. */
const kindsBehind = list(
  'of conduct|postal|promo\\p{L}*|barre|a barre|sconto|fiscale|postale|iban|swift|bic|poczt\\p{L}*|rabat\\p{L}*|promoc\\p{L}*|poștal',
  'd[eo] (?:descuento|desconto|barras|pedido|erro\\p{L}*|área)|de r[ée]duction|à barres|تخفیف|پستی|خصم|скидк\\p{L}*',
);
const kindBefore = new RegExp(`(?<=(?<!\\p{L})(?:(?:${otherKinds})[ -]?|uni|en|de|geo|op))`, 'iuy');
const kindBehind = new RegExp(`[ \\u00a0](?:${kindsBehind})(?!\\p{L})`, 'iuy');

function holdsAt(pattern: RegExp, source: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(source);
}
/** Whether the word for a code that stands there is one of another kind: ZIP code, Rabattcode, kod pocztowy. */
export const isOfOtherKind = (source: string, { start, end }: TextSpan): boolean =>
  holdsAt(kindBefore, source, start) || holdsAt(kindBehind, source, end);

/** "Is", between the word for a code and the code. */
const copulas = 'is|are|as|ist|lautet|est|es|são|é|è|är|er|on|jest|to|je|este|là|adalah|είναι';

/** What stands between the word for a code and the code that it leads to: nothing but signs, or words that end in a colon or in "is". */
const said = `(?:[^\\d.!?\\n]{0,40}(?:[:：=#]|(?<!\\p{L})(?:${copulas})|[はが是为為]))`;
const leading = new RegExp(`^\\p{L}{0,12}${said}?[^\\p{L}\\p{N}.!?]{0,20}$`, 'iu');
const stating = new RegExp(`^\\p{L}{0,12}${said}[^\\p{L}\\p{N}.!?]{0,20}$`, 'iu');
const following = new RegExp(`^[^\\p{L}\\p{N}.!?]{0,5}(?:${copulas})(?!\\p{L})[^\\d.!?\\n]{0,40}$`, 'iu');
/** Whether a word for a code leads straight to what follows it. */
export const leads = (between: string): boolean => leading.test(between);
/** Whether it does so by a colon or by "is". */
export const states = (between: string): boolean => stating.test(between);
/** Whether a word for a code says straight what stands before it: "482913 is your code". */
export const follows = (between: string): boolean => following.test(between);

/** Things that have numbers. */
const numbered = list(
  'order|invoice|ticket|case|customer|booking|reservation|tracking|parcel|shipment|flight|room|tel|fax|page|item|sku|member(?:ship)?|policy|contract',
  'bestell(?:ung)?|auftrag|rechnung|kunden?|vorgang|sendung|buchung|vertrag|bestelling|bestel|factuur|klant|commande|facture|client|dossier',
  'pedido|encomenda|factura|fatura|cliente|ordine|fattura|ordre|beställning|bestilling|faktur\\p{L}*|zamówieni\\p{L}*|objednávk\\p{L}*',
  'tilaus\\p{L}*|lasku\\p{L}*|rendelés\\p{L}*|sipariş|заказ\\p{L}*|сч[её]т\\p{L}*',
);
const thing = `(?<!\\p{L})(?:${numbered})`;
const numberWord = 's?[ -]?(?:number|nummer|numer|no|nr|id|n[°º])';
const anySigns = '[^\\p{L}\\p{N}]{0,6}';
// A sentence may ask to confirm an order and end in a colon: what follows then is the code.
const behindThing = new RegExp(
  `(?<=${list(
    `${thing}${numberWord}(?: (?:${copulas}))?${anySigns}`,
    `n[uú]m[eé]ro d[ei] ${thing}${anySigns}`,
    `${thing} ?(?:[#№]|n[°º])? ?`,
    `(?:^|[\\n.,;|(])[ \\t]*${thing}: ?`,
    `(?:[订訂][单單]号?|注文番号|주문번호)${anySigns}`,
  )})`,
  'iuy',
);
const beforeThing = new RegExp(`${anySigns}(?:${copulas}) \\p{L}{2,6} (?:${numbered})${numberWord}`, 'iuy');
const letter = /\p{L}/u;
/** Whether a number is that of an order, an invoice or the like, by what stands right before and behind it. */
export const isOfThing = (source: string, { start, end }: TextSpan): boolean =>
  (letter.test(source.slice(Math.max(0, start - 8), start)) && holdsAt(behindThing, source, start)) ||
  (letter.test(source.slice(end, end + 8)) && holdsAt(beforeThing, source, end));
