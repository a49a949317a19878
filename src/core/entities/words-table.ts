/**
 * Word lists of the entity rules. Facts of language, written for this project: lower case, parted by blanks.
 */

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** First names that are common in the news of the languages that Newsloom reads: such a first word means a person. */
export const GIVEN_NAMES = set(`
aaron abdul abdullah abel abraham adam adrian adriana agnes agnieszka ahmad ahmed aisha akira alain alan albert alberto
alejandra alejandro aleksander aleksandr alessandra alessandro alex alexander alexandra alexandre alexei alexis alfred
alfredo ali alice alicia alina allison alma alvaro amal amanda amélie amina amir amy ana anastasia anders andrea andreas
andrei andrej andrew andrés andy andrzej angela angelika angelo anita anja ann anna anne annette annika antje anthony
antoine anton antonia antonio antónio antti aram ariel armando arne arno arthur arturo ashley asif astrid august
augustin aurélie axel aylin ayşe barack barbara barry bart bartosz bastian beata beate beatrice beatriz ben benedikt
benjamin benoît bernard bernardo bernd bernhard bernie beth bettina bill björn bob boris brad brandon brenda brian
bridget brigitte britta bruce bruno camila camille carl carla carlo carlos carmen carol carolina caroline catalina
catherine cécile cecilia celia céline cem cesar césar chantal charles charlotte chiara chris christa christian
christiane christina christine christoph christophe christopher cindy claire clara claude claudia claudio claus clemens
clément colin cristian cristina cristóbal cynthia dagmar damian damien dan dana daniel daniela daniele danielle daria
dario david dawid dean deborah delphine denis denise dennis derek detlef diana diane didier diego dieter dietmar dilma
dimitri dirk dmitri dmitry dolores dominic dominik dominique don donald donna dora doris dorota dorothea dorothée
dorothy doug douglas duncan dylan eberhard eckart ed eddie edgar edith edmund eduardo edward ekaterina elena eleni
eleonora elias elif elisa elisabeth elise elizabeth elke ella ellen elsa emilia emilio emilie émilie emily emine emma
emmanuel emre enrico enrique erdal eric erica erich erik erika erin ernesto ernst ernest esteban esther eugen eugene
eugenia eva eve evelyn ewa fabian fabien fabio fabrice fatima fátima federica federico felipe felix ferdinand fernanda
fernando filip fiona florence florian francesca francesco francine francis francisca francisco franck françois françoise
frank franz fred frédéric frederic frederick frederik friedrich fritz gabriel gabriela gabriele gael gary gavin george
georges gérard gerald gerard gerd gerhard gianluca gilbert gilles giorgia giorgio giovanni giulia giuseppe gloria gordon
grace graham grażyna greg gregor gregory greta grzegorz guido guillaume guillermo gunnar günter günther gustav gustavo
guy gwen hakan halina hamid hanna hannah hannes hans harald harold harriet harry hartmut hasan hassan hector héctor
heather heidi heike heiko heiner heinrich heinz helen helena helene hélène helga helmut hendrik henri henrik henrike
henry herbert hermann hernán hilary hillary holger horst howard hubert hugh hugo hussein ian ibrahim ida ignacio igor
ilona ilse imogen imran inès ines inés inga ingo ingrid irena irene irina iris irma isaac isabel isabella isabelle ismail
ivan iván ivo iwona jack jackie jacob jacqueline jacques jaime jake jakob jakub james jamie jan jana jane janet janina
janusz jared jarosław jason javier jay jean jeanne jeff jeffrey jenna jennifer jenny jens jeremy jérôme jerome jerzy
jessica jesús jill jim jimmy joachim joan joanna joão joaquín jochen joe joel joerg johan johann johanna johannes john
johnny jon jonas jonathan jordan jordi jörg jorge josé josef joseph josephine joshua josh juan juana juanita judith
julia julian juliana julie julien juliette julio július jürgen justin justyna kai kamala karen karim karin karina karl
karol karolina karsten katarina katarzyna kate katharina katherine kathleen kathrin kathy katia katja katrin katy kay
keir keith kelly kemal ken kenneth kerstin kevin khalid kim kirsten klara klaus konrad konstantin krystyna krzysztof kurt
kyle lars laura laurence laurent laurie lauren lea léa leah leila lena leo léo leon leonard leonardo leonie leopold leroy
leslie leszek lewis lidia liliana lina linda lisa liz lorena lorenzo lothar lou louis louise luc luca lucas lucia lucía
luciana lucie lucien lucy ludwig luigi luis luiz lukas łukasz lutz luz lydia lynn maciej maddie madeleine magdalena maike
malcolm malgorzata małgorzata manfred manuel manuela marc marcel marcela marcelo marcin marco marcos marcus marek maren
margaret margarita margot maria maría marian mariana marianne marie marina mario marion marisol marius mariusz mark
markus marlene marta martha martin martina martín mary mateo mateusz mathias mathieu mathilde matt matteo matthew
matthias maurice mauricio mauro max maxime maximilian maya megan mehdi mehmet melanie melissa mercedes mette mia michael
michaela michał michel michele michèle michelle miguel mikael mike mikhail milan milena minh miriam mirko mohamed
mohammad mohammed moisés mona monica mónica monika monique moritz muhammad mustafa nadia nadine nancy narendra natalia
natalie nathalie nathan naomi neil nelson nicholas nick nicola nicolas nicolás nicole niels nigel nikita nikola nikolai
nils nina noah noam noémie nora norbert norma oksana olaf ole oleg olga oliver olivia olivier omar oscar óscar oskar
osman otto owen pablo pamela paola paolo pascal patrice patricia patrick patrik paul paula paulina pauline paulo pawel
paweł pedro penelope per peter petra petr philip philipp philippe phil pia piet pierre pietro pilar piotr priya rachel
radosław rafael rafał rahul rainer raj ralf ralph ramón randy raphael raúl rebecca regina reinhard reiner renate rené
renata ricardo richard rick rita rob robert roberta roberto robin rocío rodrigo roger roland rolf roman ron ronald
rosa rosario rose ross roy ruben rubén rudolf rupert russell ruth ryan ryszard sabine sabrina said salim salma sally salvador
sam samir samantha samuel sandra sanna santiago sara sarah saskia scott sean sebastian sebastián sebastião selma sergei
sergey sergio severin sharon shannon shinzo sibylle sigmar sigrid silke silvia silvio simon simone sławomir sofia sofía
solène sonia sonja sophia sophie soraya stan stanisław stefan stefanie stefania stella stephan stephane stéphane
stephanie stephen steve steven stuart sue sunita susan susana susanna susanne suzanne sven svetlana swantje sylvain
sylvia sylvie tadeusz tamara tanja tania tatiana ted teresa terry tessa thea theo theodor theresa thérèse thibault
thierry thomas thorsten tilda till tim timo timothy tina tobias todd tom tomas tomás tomasz tommy tony torsten tracy tyler
udo ulf uli ulla ulrich ulrike ursula uta ute uwe valentin valentina valérie valeria vanessa vera verena veronica
verónica véronique vicente victor víctor victoria viktor viktoria vincent vincenzo viola viktor virginia virginie
vivian vivek vladimir volker volodymyr waldemar walter wanda waltraud warren wayne wendy werner wiebke wilhelm will
william willy winston wojciech wolf wolfgang xavier yann yannick yasmin yolanda youssef yuki yulia yusuf yves yvonne
zara zbigniew zoe zoé zofia zoran alberta alden anwen bram brannagh brigid cormac daphne declan dorotea eamon eilidh
eleanor elina esteban ferran freya gudrun halvard hanne iain ingeborg jarek joris lieke maeve marit merle mirela niamh
nell odile orla pavel pieter radek rhian rosalind rowan ruud matej marek ragnhild sanjay siobhan solveig tadhg thandi tom torben ursina wim
`)

/** A capitalized word before a name that is not part of it: "President Ana Ruiz". */
export const NAME_CUES = set(`
mr mrs ms miss dr prof professor sir dame lord lady president vice-president minister premier chancellor senator
governor mayor judge justice king queen prince princess pope bishop archbishop cardinal general colonel captain major
sergeant lieutenant admiral commander chief director secretary ambassador coach detective inspector officer superintendent
congressman congresswoman representative rep sen gov gen col capt sgt lt rev reverend father sister imam rabbi sheikh
ceo chairman chairwoman chairperson spokesman spokeswoman spokesperson
herr frau präsident präsidentin bundespräsident bundeskanzler bundeskanzlerin kanzler kanzlerin minister ministerin
außenminister außenministerin innenminister innenministerin verteidigungsminister finanzminister wirtschaftsminister
ministerpräsident ministerpräsidentin bürgermeister bürgermeisterin oberbürgermeister oberbürgermeisterin papst könig
königin trainer trainerin sprecher sprecherin chef chefin leiter leiterin direktor direktorin professorin kapitän
senatorin richter richterin polizeisprecher polizeisprecherin geschäftsführer geschäftsführerin vorsitzender vorsitzende
monsieur madame m mme président présidente ministre maire roi reine pape général juge capitaine directeur directrice
señor señora sr sra don doña presidente presidenta ministro ministra alcalde alcaldesa rey reina papa juez jueza general
gobernador gobernadora senador senadora director directora capitán
pan pani prezydent premier minister burmistrz papież król królowa profesor dyrektor
`)

/** A word that makes a run of capitals an organisation, first, last or within. */
export const ORGANIZATION_WORDS = set(`
agency airlines airways alliance army assembly association authority bank board brigade brothers bureau centre center chamber
church clinic club college commission committee company confederation congress consortium corp corporation council court
department directorate estate exchange federation force forces foundation fund group guard holdings hospital inc industries
initiative institute institution international lab laboratory laboratories league library ltd limited line lines llc
ministry mission motors museum navy network office orchestra organisation organization parliament partners partnership party
plc police railway railways research school secretariat senate service services society station steel studio studios
survey symphony team technologies theatre trust union united university university-college works
ag gmbh kg se ev e.v amt anstalt bundesamt bundesanstalt bundeswehr bundespolizei feuerwehr gericht gesellschaft
gewerkschaft hochschule institut kammer klinik konzern krankenhaus ministerium museum partei polizei reederei stiftung
universität verband verein verlag werft werke zentrum landeskriminalamt
académie agence alliance assemblée association autorité banque bureau caisse centre chambre cie clinique commission
compagnie comité confédération conseil cour fédération fondation groupe hôpital institut ministère musée office
observatoire parlement parti police préfecture sénat société syndicat tribunal université
agencia alianza asamblea asociación autoridad ayuntamiento banco cámara centro comisión comité compañía confederación
congreso consejo corte cortes empresa federación fundación grupo guardia hospital instituto ministerio museo observatorio
organización partido policía sindicato sociedad tribunal unión universidad junta
agencja bank fundacja grupa instytut komisja ministerstwo muzeum partia policja rada sąd spółka stowarzyszenie sejm senat
towarzystwo uniwersytet urząd związek
banca comune gruppo istituto ministero partito società tribunale università unione commissione
universidade ministério partido banco fundação instituto
universiteit ministerie partij stichting politie gemeente vereniging
`)

/** German joins the kind of an organisation to its field: Verteidigungsministerium, Bundestag, Landgericht. */
export const ORGANIZATION_ENDING =
  /\p{L}{3}(?:ministerium|gericht|gerichtshof|partei|universität|hochschule|bundesamt|landesamt|kriminalamt|reederei|verband|gewerkschaft|konzern|stiftung)s?$|^(?:bundes|land|reichs)(?:tag|rat|bank|wehr)s?$/iu

/** Capitals that are never a name by themselves: days, months, peoples, and words that open sentences. */
export const NO_NAMES = set(`
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar jänner februar märz
mai juni juli oktober dezember lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes
sábado domingo poniedziałek wtorek środa czwartek piątek sobota niedziela
i a an the this that these those it its he she they we you his her their our my in on at for from with by of to and or but
as if when while after before since until during about over under between against among more most many some all no not
what who why how where which there here one two three four five six seven eight nine ten first second third last next new
der die das den dem des ein eine einen einem einer und oder aber als wenn nach vor seit bei mit von zu im in am an auf für
le la les l un une des du de d et ou mais en dans sur pour par avec sans selon après avant depuis
el los las una unos unas y o pero con sin por para según tras desde hasta del al este esta
ten ta to w z i na do od po za przez dla oraz
il lo gli uno e ma o os as um uma no na nos nas
english german french spanish italian polish dutch russian american british european chinese japanese korean indian
african asian arab australian canadian mexican brazilian argentine swiss austrian greek turkish ukrainian israeli
palestinian iranian iraqi syrian swedish norwegian danish finnish portuguese irish scottish welsh catholic christian
muslim jewish democrat democratic republican conservative liberal labour olympic christmas easter god internet
north south east west northern southern eastern western
`)

/** Short words in capitals that are not organisations. */
export const NO_ACRONYMS = set(`
am pm tv pc dvd cd it ai ki ok id gps usb dna rna hiv aids covid faq pdf gmt utc cet cest est pst edt bst ceo cfo cto gdp
bip pib vat suv km kmh mph pp vs aest aedt jst ist bbc no nr st mr ms dr us usa uk uae eur usd gbp live update breaking exclusive analysis opinion
watch video photos neu aktuell interview kommentar liveblog vip diy lgbt lgbtq pr hr rip sos
i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi
`)

/** Small words that occur inside names. */
export const INNER_PARTICLES = set(
  'de del della di da dos das do du des la le los las van von der den dem zu zum zur vom af av al el bin bint ibn ben of for für the d dell degli delle',
)
/** Those of them that occur inside names of people. */
export const PERSON_PARTICLES = set(
  "de del della di da dos das do du la le van von der den zu vom af av al el bin bint ibn ben d d' y",
)

/** Cities whose name is also a word or the name of a person: at the start of a sentence they do not count as places. */
export const DOUBTFUL_PLACES = new Set(
  'nice nancy orange reading bath of male mobile lens tours nome split bar most of kent lincoln jackson florence victoria charlotte austin san bari essen gap vienne wels tula georgia jordan chad wells hull march young media ban man natal lima cork sale moss hamilton washington'.split(
    ' ',
  ),
)
