//! Names that sound like Banyuwangi's and belong to nobody: made by joining words
//! of a few lists, by generation and by the language a family speaks at home.

use super::rng::Rng;

/// The language a family speaks at home.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Javanese,
    Osing,
    Madurese,
    Balinese,
}

impl Tongue {
    /// Most speak Javanese or Osing, fewer Madurese, few Balinese.
    pub(super) fn draw(rng: &mut Rng) -> Self {
        match rng.below(100) {
            0..50 => Self::Javanese,
            50..78 => Self::Osing,
            78..96 => Self::Madurese,
            _ => Self::Balinese,
        }
    }
}

const OLD_MEN: [&str; 30] = [
    "Paiman",
    "Sukarman",
    "Ngatiran",
    "Ponijan",
    "Samingun",
    "Wagiman",
    "Tukijo",
    "Sardi",
    "Legiman",
    "Kasbun",
    "Mesiran",
    "Sutarji",
    "Juwadi",
    "Katimin",
    "Saimun",
    "Boniran",
    "Sudarmaji",
    "Parmin",
    "Slametan",
    "Tumiran",
    "Wakidin",
    "Suradi",
    "Jumangin",
    "Karjono",
    "Mulyadi",
    "Ngadiman",
    "Sarmidi",
    "Tukiman",
    "Wiryo",
    "Yatiman",
];
const OLD_WOMEN: [&str; 30] = [
    "Sukinem", "Ngatiyem", "Painah", "Tumirah", "Samiyem", "Wagiyem", "Kasmini", "Sutinah", "Juminten", "Legiyah",
    "Marsinah", "Poniyem", "Rubiyah", "Saminah", "Sriyatun", "Tukinah", "Warsini", "Yatemi", "Kartinem", "Musinah",
    "Ngadinah", "Parsiyem", "Suparmi", "Tarmini", "Wakinem", "Boinem", "Darsiyah", "Jumiati", "Katemi", "Misirah",
];
const OLD_OSING_MEN: [&str; 14] = [
    "Sahuwan", "Mukidin", "Adenan", "Sanusin", "Hasnan", "Ridiyan", "Tohan", "Untungan", "Sapuwan", "Jumhar",
    "Busairin", "Kaderi", "Asnawan", "Misradin",
];
const OLD_OSING_WOMEN: [&str; 14] = [
    "Hapsiyah",
    "Saonah",
    "Mudaiyah",
    "Asiyati",
    "Rapiah",
    "Suwandah",
    "Atiyani",
    "Halimatin",
    "Misnati",
    "Rusiyani",
    "Sutiyani",
    "Tosiyah",
    "Hatimah",
    "Juhairiyah",
];
const MADURESE_MEN: [&str; 16] = [
    "Moh. Holil",
    "Abd. Wafi",
    "Mat Rasid",
    "Sunarwi",
    "Mohammad Jailani",
    "Buhari",
    "Moh. Ramli",
    "Matnawi",
    "Abdul Hannan",
    "Moh. Tohir",
    "Sahrawi",
    "Misnadin",
    "Moh. Sattar",
    "Durrahman",
    "Hosnan",
    "Marzuki",
];
const MADURESE_WOMEN: [&str; 16] = [
    "Siti Hosna",
    "Maimunatun",
    "Sitti Romlah",
    "Hosniyah",
    "Misnawati",
    "Rohemah",
    "Sumarwati",
    "Nurul Qomariyah",
    "Halimatus",
    "Toyyibah",
    "Sitti Aminatun",
    "Hotijah",
    "Mutmainnatul",
    "Ruqoyyatun",
    "Zainabun",
    "Juhariyatun",
];
const BALINESE_MEN: [&str; 4] = ["I Wayan", "I Made", "I Nyoman", "I Ketut"];
const BALINESE_WOMEN: [&str; 4] = ["Ni Wayan", "Ni Made", "Ni Nyoman", "Ni Ketut"];
const BALINESE_SECOND: [&str; 12] = [
    "Suarjana",
    "Artawati",
    "Sudiarsa",
    "Wirawan",
    "Sukerti",
    "Adnyana",
    "Widiasih",
    "Mudita",
    "Sulastrini",
    "Parwata",
    "Rentining",
    "Darmayasa",
];
const MEN: [&str; 32] = [
    "Agus", "Bambang", "Hari", "Slamet", "Eko", "Dwi", "Sugeng", "Hendri", "Yudi", "Andri", "Imam", "Nur", "Rudi",
    "Teguh", "Wahyu", "Yanto", "Arif", "Budi", "Dedi", "Fajar", "Gatot", "Heru", "Joko", "Mustofa", "Purwanto", "Roni",
    "Suyitno", "Tri", "Untung", "Yusuf", "Zaenal", "Catur",
];
const MEN_SECOND: [&str; 24] = [
    "Santoso",
    "Hariyanto",
    "Susilo",
    "Wijayanto",
    "Prasetiyo",
    "Sutrisno",
    "Kurniawan",
    "Handoko",
    "Setiawan",
    "Purnomo",
    "Cahyono",
    "Widodo",
    "Nugroho",
    "Efendi",
    "Hidayat",
    "Mashuri",
    "Prayitno",
    "Winarno",
    "Suharto",
    "Riyadi",
    "Budiono",
    "Firmanto",
    "Wicaksono",
    "Utomo",
];
const WOMEN: [&str; 32] = [
    "Siti", "Sri", "Endang", "Wiwik", "Nur", "Dewi", "Ani", "Yuli", "Lilik", "Umi", "Eni", "Rini", "Tutik", "Ika",
    "Dyah", "Ratna", "Susi", "Nanik", "Erna", "Fitri", "Indah", "Kholifah", "Lestari", "Mariyati", "Novi", "Puji",
    "Retno", "Suci", "Titin", "Winda", "Yayuk", "Anis",
];
const WOMEN_SECOND: [&str; 24] = [
    "Rahayu",
    "Wahyuni",
    "Astuti",
    "Handayani",
    "Lestari",
    "Susanti",
    "Kurniasih",
    "Fatimah",
    "Aisyah",
    "Ningsih",
    "Puspita",
    "Wulandari",
    "Mulyani",
    "Hidayati",
    "Andayani",
    "Setyowati",
    "Maslukhah",
    "Sulistiyani",
    "Utami",
    "Rokhana",
    "Purwanti",
    "Khotimah",
    "Yuliana",
    "Hartatik",
];
const BOYS: [&str; 26] = [
    "Rizky", "Dimas", "Ahmad", "Muhammad", "Raka", "Bagas", "Ilham", "Galih", "Alif", "Fahri", "Rafa", "Dafa", "Yoga",
    "Aldi", "Reza", "Naufal", "Satria", "Bintang", "Kevin", "Farel", "Arya", "Zidan", "Gilang", "Ardan", "Iqbal",
    "Vino",
];
const BOYS_SECOND: [&str; 18] = [
    "Pratama",
    "Saputra",
    "Ramadhan",
    "Maulana",
    "Firmansyah",
    "Alfarizi",
    "Wardana",
    "Hidayatullah",
    "Prakoso",
    "Ardiansyah",
    "Nugraha",
    "Al Ghifari",
    "Wibisono",
    "Syahputra",
    "Aditya",
    "Kusuma",
    "Abimanyu",
    "Zakaria",
];
const GIRLS: [&str; 26] = [
    "Nabila",
    "Aulia",
    "Putri",
    "Zahra",
    "Salsabila",
    "Intan",
    "Keysha",
    "Naila",
    "Cinta",
    "Aqila",
    "Dinda",
    "Alya",
    "Rara",
    "Citra",
    "Nadya",
    "Vania",
    "Anindya",
    "Syifa",
    "Bunga",
    "Laras",
    "Tiara",
    "Amelia",
    "Safira",
    "Kirana",
    "Elsa",
    "Maharani",
];
const GIRLS_SECOND: [&str; 18] = [
    "Maharani",
    "Ramadhani",
    "Azzahra",
    "Permatasari",
    "Anggraini",
    "Kusumawardani",
    "Oktavia",
    "Nur Aini",
    "Khoirunnisa",
    "Safitri",
    "Damayanti",
    "Febriyanti",
    "Larasati",
    "Cahyaningtyas",
    "Agustin",
    "Pramesti",
    "Nurjannah",
    "Wulansari",
];
/// Titles stand behind a comma, which a file has to quote.
const TITLES: [&str; 4] = ["S.Pd", "S.E.", "S.Kep.Ners", "A.Md"];

/// Whoever is born before it has the name of an old generation.
const OLD_UNTIL: u16 = 1962;
/// Whoever is born from it on has a young generation's.
const YOUNG_FROM: u16 = 1994;

/// A name for somebody of this sex and year of birth.
pub(super) fn draw(rng: &mut Rng, tongue: Tongue, female: bool, born_in: u16) -> String {
    let one_of =
        |rng: &mut Rng, men: &[&'static str], women: &[&'static str]| *rng.pick(if female { women } else { men });
    if tongue == Tongue::Balinese {
        return format!("{} {}", one_of(rng, &BALINESE_MEN, &BALINESE_WOMEN), rng.pick(&BALINESE_SECOND));
    }
    if born_in >= YOUNG_FROM {
        return format!("{} {}", one_of(rng, &BOYS, &GIRLS), one_of(rng, &BOYS_SECOND, &GIRLS_SECOND));
    }
    if tongue == Tongue::Madurese {
        return one_of(rng, &MADURESE_MEN, &MADURESE_WOMEN).to_owned();
    }
    if born_in < OLD_UNTIL {
        return match tongue {
            Tongue::Osing => one_of(rng, &OLD_OSING_MEN, &OLD_OSING_WOMEN),
            _ => one_of(rng, &OLD_MEN, &OLD_WOMEN),
        }
        .to_owned();
    }
    let name = format!("{} {}", one_of(rng, &MEN, &WOMEN), one_of(rng, &MEN_SECOND, &WOMEN_SECOND));
    if rng.chance(15) { format!("{name}, {}", rng.pick(&TITLES)) } else { name }
}
