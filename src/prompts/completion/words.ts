/**
 * Given names that are common in English, Spanish, German and Portuguese offices, lower case. Those
 * that are words, too (Mark, Grace, Rosa, Kai), are left out.
 */
export const givenNames: ReadonlySet<string> = new Set(
  `
  ahmed ali bob bobby ben benjamin dan danny sam sammy kate nick nicky pete omar chen wei hiroshi
  kenji aaron abby abigail adam adrian aisha alan albert alejandra alejandro alex alexander alexandra
  alexis alfred alfredo alice alicia alina alison allison alvaro álvaro amanda amelia amit
  amy ana anastasia anders andre andré andrea andreas andrei andrés andrew andy angela ángela
  angelika anita anja anjali ann anna anne annette annika anthony antje antonia antonio antónio
  anton aoife arjun armin arthur arturo ashley astrid axel barbara bastian beatrice beatriz
  bernard bernd bernhard bethany bianca björn boris brandon brenda brian bruno caitlin camila
  carina carl carla carlos carmen carol carolina caroline carsten catarina catherine cátia
  cecilia charles charlie charlotte chloe chris christa christiane christina christine
  christoph christopher cindy clara claudia cláudia claus colin connor conny cornelia cristian
  cristiana cristina cristóbal cynthia daniel daniela danielle darren dave david debbie deborah
  denise dennis derek detlef diana diane diego dieter dietmar dimitri dirk dmitri dominik dominique
  donald donna doris dorothea dorothy douglas duarte duncan dylan edgar edith eduard eduarda
  eduardo edward eileen elaine elena eleanor elias elisabeth elizabeth ellen emilia emilio emily
  emma enrique eric erica erik erika ernesto esteban esther eugenia eugenio evelyn fabian fabio
  fábio fatima fátima federico felicia felicity felipe felix ferdinand fernanda fernando filipa
  filipe fiona florian francesca francis francisca francisco françois franziska fred frederik
  friedrich fritz gabriel gabriela gareth gary gavin geoff george georg georgina gerald gerard
  gerardo gerd gerhard gertrud gina giovanni gisela glenn gloria gonzalo gonçalo gordon graham
  greg gregor gregory guido guilherme guillermo günter günther gustavo hannah hannes hans harald
  harry hartmut hector héctor heike heiko heinrich heinz helen helena helene helga helmut hendrik
  henrik henrique henry herbert hermann hilde holger howard hugo humberto ian ignacio ines inês
  inés inga inge ingo ingrid irene irina iris isaac isabel isabella isabelle ivan iván ivo
  jacob jacqueline jakob james jamie jan jana jane janet janine jared jasmin jason javier
  jean jeff jeffrey jennifer jenny jens jeremy jérôme jessica jill jim jimmy joachim joana
  joan joanna joanne joão joaquim joaquín jochen joe joel johanna johannes john johnny jonas
  jonathan jordan jordi jorge jörg josé josef josefa joseph josh joshua joyce juan juana juanita
  judith julia julian juliana juliane julie julien juliet julio júlio jürgen justin karen karin
  karina karl karla karlheinz karsten katharina katherine kathleen kathrin kathy katie katja
  katrin keith kelly ken kenneth kerstin kevin kim kirsten kirsty klara klaus konrad konstantin
  kristin kristina kurt kyle lara larry lars laura lauren lea leah leandro leila lena leon
  leonard leonardo leonie leonor leticia letícia liam lidia lídia lilian lilly linda lisa
  liz lorena lorenzo lothar louis louise luca lucas lucia lucía lúcia luciana luciano ludwig luis
  luís luisa luísa lukas luke luz lydia madison mafalda magda magdalena maike maite malik
  malte manfred manuel manuela marc marcel marcela marcelo marcia márcia marco marcos marcus
  margaret margarida margarita margit maria maría mariana mariano marie marina mario mário marion
  marius markus marlene marta martha martin martín martina mary mateo mateus matheus mathias
  matias matías matilde matt matthew matthias maureen mauricio mauro maximilian meera megan mehmet
  melanie melissa mercedes micha michael michaela michel michelle miguel mike mikhail milan mila
  miriam mohamed mohammed moira monica mónica mônica monika moritz murat myriam nadia nadine nancy
  naomi natalia natália natalie natasha nathan neil nelson nicholas nicola nicolas nicolás nicole
  nigel niklas nikolai nikolaus nils nina noah nora norbert norma nuno olaf oleg olga oliver
  olivia oscar óscar oskar osvaldo oswald otto owen pablo paloma pamela paola paolo patrícia
  patricia patrick paul paula paulo pedro peggy penelope peter petra phil philip philipp phillip
  phoebe pierre pilar priya quentin rachel rafael rafaela raimund rainer raj rajesh ralf ralph
  ramona ramón raquel raúl ravi rebecca rebeca regina reinhard reinhold renata renate renato
  rené renée ricardo richard rita robert roberta roberto robin rodrigo roger roland rolf roman
  ronald ronny rosalie rosemary roswitha rubén rudi rudolf rui rupert ruth ryan sabine sabrina
  sally salma salvador samantha samir samuel sandeep sandra sandro sanjay sara sarah sascha
  scott sean sebastian sebastián sebastião serge sergio sérgio seth shannon sharon sheila sibylle
  siegfried sigrid silke silvia sílvia simon simone sofia sofía sonia sónia sonja sophia sophie
  stefan stefanie steffen stella stephan stephanie stephen steve steven stuart sue sunita susan
  susana susanne susi suzanne svenja swen sven sylvia tamara tânia tania tanja tara tatiana teresa
  teodoro theo theresa thiago thomas thorsten tiago tim timo timothy tina tobias tom tomas tomás
  tommy tony torsten tracy trevor tyler udo ulrich ulrike ursula ute uwe valentin valentina
  valeria valéria vanessa vera verónica verena veronika vicente victor víctor victoria viktor
  vincent vinicius viola virginia vitor vítor vladimir volker walter waltraud wanda wendy werner
  wilfried wilhelm wilma winfried wojciech wolfgang xavier yannick yasmin yolanda yuki yusuf yvonne
  zachary zoe
  rüdiger yusra iker thandiwe unai aitor nerea ainhoa jörn torben nils björn sönke ansgar gunnar
  xiang ming priyanka deepak vikram anil sunil rohit neha pooja kavita fatih emre aylin elif murat
  svetlana dmitry igor sergei yuri nikolay agnieszka piotr krzysztof małgorzata katarzyna kwame
  chidi amina zainab ibrahim hassan youssef karim layla noor thabo sipho lindiwe takeshi haruto
  sakura minh linh nguyen duc
  `
    .trim()
    .split(/\s+/)
    .filter(
      (name) =>
        ![
          "luz",
          "jordan",
          "virginia",
          "regina",
          "victoria",
          "jean",
          "stella",
          "jan",
          "sean",
          "norma",
          "roman",
          "milan",
          "robin",
          "mercedes",
          "marina",
          "viola",
          "clara",
          "paloma",
          "gloria",
          "vera",
        ].includes(name),
    ),
)
