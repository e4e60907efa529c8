//! The vocabulary that the seed composes its programme from.

/// What one category's events are called and how they are described.
pub(crate) struct Genre {
    /// The category's name in URLs.
    pub(crate) slug: &'static str,
    /// The category's name on the page.
    pub(crate) name: &'static str,
    /// First half of a title.
    pub(crate) heads: [&'static str; 15],
    /// Second half of a title.
    pub(crate) tails: [&'static str; 14],
    /// The line below the title.
    pub(crate) lines: [&'static str; 10],
    /// Usual hours of the day to start at, as `(hour, minute)`.
    pub(crate) hours: [(u8, u8); 4],
    /// Usual length in minutes.
    pub(crate) minutes: [i64; 3],
    /// Usual prices in cents; `0` is free.
    pub(crate) prices: [i64; 4],
}

/// The ten categories, in the order the filters list them.
pub(crate) const GENRES: [Genre; 10] = [
    Genre {
        slug: "music",
        name: "Music",
        heads: [
            "Marble", "Northern", "Velvet", "Lantern", "Saltwater", "Copper", "Second", "Paper", "Hollow", "Morning",
            "Feral", "Slow", "Glass", "Harbour", "Electric",
        ],
        tails: [
            "Quartet", "Choir", "Orchestra", "Trio", "Sessions", "Ensemble", "Brass", "Singers", "Sinfonia", "Organ Hours",
            "Collective", "Strings", "Big Band", "Songbook",
        ],
        lines: [
            "Late Beethoven, played with the lights down",
            "New work for voices, tape and two accordions",
            "Everything they recorded on the ferry, in order",
            "A first half of Purcell, a second half of requests",
            "Six commissions, none longer than nine minutes",
            "The album in full, then whatever is left",
            "Folk tunes from three coasts, retuned",
            "Ravel, Saariaho and one piece nobody has heard",
            "An evening for people who fall asleep at concerts",
            "Written in the spring, finished this week",
        ],
        hours: [(19, 30), (20, 0), (20, 30), (18, 0)],
        minutes: [90, 105, 120],
        prices: [1800, 2400, 3200, 1200],
    },
    Genre {
        slug: "theatre",
        name: "Theatre",
        heads: [
            "The Lighthouse", "A Winter", "The Second", "An Honest", "The Borrowed", "The Baker’s", "A Provincial", "The Last",
            "The Cartographer’s", "A Quiet", "The Glass", "The Tenant’s", "A Northern", "The Understudy’s", "The Orchard",
        ],
        tails: [
            "Inventory", "Wedding", "Ferryman", "Daughter", "Trial", "Breakfast", "Confession", "Visit", "Inheritance",
            "Rehearsal", "Comedy", "Letter", "Neighbour", "Alibi",
        ],
        lines: [
            "A comedy in five doors and one staircase",
            "Two actors, eleven parts, no interval",
            "The trial transcripts, word for word",
            "A new translation that keeps the jokes",
            "Played in the round, in an hour and ten",
            "A family argues about a boat for thirty years",
            "The understudies take over for one night",
            "Written for this room and played nowhere else",
            "A ghost story told with the house lights on",
            "Chekhov’s third act, from three points of view",
        ],
        hours: [(19, 30), (20, 0), (15, 0), (19, 0)],
        minutes: [70, 110, 150],
        prices: [2200, 2800, 3600, 1600],
    },
    Genre {
        slug: "film",
        name: "Film",
        heads: [
            "Night Ferry", "The Projectionist", "Summer", "Tin", "Blue", "The Long", "Paper", "A Small", "Atlas of", "Return to",
            "Wild", "Minor", "The Silent", "Frontier", "White",
        ],
        tails: [
            "Weather", "Houses", "Roads", "Hours", "Fires", "Rivers", "Islands", "Machines", "Gardens", "Animals", "Signals",
            "Harvest", "Letters", "Mountains",
        ],
        lines: [
            "A restored print, with live piano",
            "The director’s cut, and the director",
            "Shot over nine summers on one street",
            "35 mm, one reel change, no adverts",
            "Followed by a conversation in the foyer",
            "The short films that came before it",
            "A documentary about waiting for the tide",
            "First showing with the new subtitles",
            "Two films that never met, back to back",
            "Open air, bring a blanket",
        ],
        hours: [(18, 30), (20, 45), (16, 0), (21, 15)],
        minutes: [92, 108, 134],
        prices: [900, 1100, 1300, 700],
    },
    Genre {
        slug: "dance",
        name: "Dance",
        heads: [
            "Study for", "Weight and", "Falling", "Slow", "Duet for", "After", "Room for", "Notes on", "Against", "Counting",
            "Seven", "The Body of", "Unison and", "Towards", "Repeat",
        ],
        tails: [
            "Gravity", "Two Chairs", "Breath", "a Corridor", "Strangers", "the Flood", "Salt", "Circles", "Applause", "Stillness",
            "Steps", "Rain", "Nine Shadows", "the Floor",
        ],
        lines: [
            "Nine dancers and a very long rope",
            "Choreographed to the sound of the building",
            "A solo that takes a year to learn",
            "The audience may walk about",
            "An evening in three halves",
            "Set to a single held chord",
            "With a sprung floor and a string quartet",
            "First performed in a swimming pool",
            "Unaccompanied, barefoot, fifty minutes",
            "A company of teenagers and their teachers",
        ],
        hours: [(19, 30), (20, 0), (17, 0), (20, 30)],
        minutes: [50, 65, 80],
        prices: [1600, 2200, 2600, 1200],
    },
    Genre {
        slug: "exhibition",
        name: "Exhibition",
        heads: [
            "Common", "Drawn", "Soft", "Found", "The Hidden", "Ordinary", "Borrowed", "Northern", "Unfinished", "Concrete",
            "Public", "Folded", "Loud", "Lost", "Handmade",
        ],
        tails: [
            "Objects", "Maps", "Light", "Interiors", "Alphabets", "Monuments", "Textiles", "Colours", "Photographs", "Models",
            "Posters", "Rooms", "Ceramics", "Landscapes",
        ],
        lines: [
            "Four hundred drawings from one kitchen table",
            "The store opened for the first time",
            "Posters printed within a mile of here",
            "An opening with the artist, and soup",
            "Photographs of rooms just after a party",
            "Late opening, guided by the conservators",
            "Chairs you may sit on and chairs you may not",
            "Everything the museum could not classify",
            "Glazes that took ten years to get right",
            "The last week, with a tour every hour",
        ],
        hours: [(10, 0), (11, 0), (17, 30), (14, 0)],
        minutes: [60, 90, 240],
        prices: [0, 800, 1200, 500],
    },
    Genre {
        slug: "talks",
        name: "Talks",
        heads: [
            "What We Owe", "A Short History of", "In Praise of", "The Trouble with", "Notes on", "How to Read", "The Future of",
            "Against", "Letters about", "Growing Up with", "Who Invented", "A Field Guide to", "Learning from", "The Sound of",
            "In Defence of",
        ],
        tails: [
            "Rivers", "Concrete", "Maps", "Bread", "Silence", "Trams", "Clocks", "Moss", "Paper", "Small Towns", "Libraries",
            "Dust", "Weather", "Harbours",
        ],
        lines: [
            "A lecture with more slides than time",
            "Two historians disagree politely",
            "A reading, a glass of wine, questions",
            "Live recording, phones off please",
            "The book in forty minutes",
            "An engineer explains, a poet answers",
            "Bring an object, leave with its story",
            "A conversation on stage, signed throughout",
            "Three speakers, ten minutes each",
            "The translator and the translated",
        ],
        hours: [(18, 0), (19, 0), (18, 30), (12, 30)],
        minutes: [60, 75, 90],
        prices: [0, 600, 900, 1200],
    },
    Genre {
        slug: "food",
        name: "Food",
        heads: [
            "The Long", "Harvest", "Smoke and", "A Table for", "Bread and", "Sunday", "The Fisherman’s", "Midnight", "Orchard",
            "Salt and", "Market", "The Neighbours’", "Dumpling", "Low Tide", "First",
        ],
        tails: [
            "Table", "Supper", "Kitchen", "Lunch", "Honey", "Cider", "Feast", "Picnic", "Pickles", "Breakfast", "Vinegar",
            "Soup", "Fire", "Tasting",
        ],
        lines: [
            "One long table, forty strangers, five courses",
            "Bake it, wait for it, eat it",
            "Everything landed this morning",
            "Nine ciders and the people who press them",
            "A cook, a fire and whatever the market had",
            "Recipes from the back of the drawer",
            "Come hungry, leave with a jar",
            "Family style, no menu, no substitutions",
            "Learn to fold two hundred dumplings",
            "The oldest oven in the quarter, relit",
        ],
        hours: [(12, 0), (18, 30), (19, 30), (10, 30)],
        minutes: [90, 120, 180],
        prices: [2800, 3600, 4800, 1500],
    },
    Genre {
        slug: "family",
        name: "Family",
        heads: [
            "The Moon’s", "Captain Ada’s", "A Very Small", "The Sleepy", "My Grandmother’s", "The Paper", "The Brave Little",
            "Otto’s", "The Invisible", "Seven Hundred", "The Shy", "The Upside-down", "A Pocketful of", "The Night", "The Singing",
        ],
        tails: [
            "Elephant", "Umbrella", "Orchestra", "Post Office", "Submarine", "Circus", "Bakery", "Dragon", "Pancakes", "Lighthouse",
            "Library", "Balloon", "Buttons", "Owl",
        ],
        lines: [
            "For ages four and up, and their adults",
            "Puppets, cushions, a very short interval",
            "Relaxed performance, come and go as you like",
            "Make the set, then watch the play",
            "A concert you may talk through",
            "With real water and a small amount of mud",
            "Sung, signed and shadow-played",
            "Bring a torch",
            "For babies who cannot sit yet",
            "Told twice: once in words, once without",
        ],
        hours: [(10, 0), (11, 0), (14, 0), (15, 30)],
        minutes: [40, 50, 60],
        prices: [500, 800, 1000, 0],
    },
    Genre {
        slug: "walks",
        name: "Walks",
        heads: [
            "Brick by", "The Harbour", "Dawn", "Backstreet", "The Unbuilt", "Along the", "Hidden", "Botanists’", "The Old Tram",
            "Industrial", "Rooftop", "A Blind", "Birds and", "The River’s", "Concrete",
        ],
        tails: [
            "Brick", "Circuit", "Chorus", "Courtyards", "City", "Canal", "Staircases", "Ramble", "Line", "Chimneys", "Hour",
            "Walk", "Bridges", "Edge",
        ],
        lines: [
            "Four kilometres, two hills, one café",
            "With an architect who lost the competition",
            "Meet at the fountain, whatever the weather",
            "Step-free throughout, at the pace of the slowest",
            "Courtyards that are open on one day a year",
            "Birdsong first, breakfast after",
            "The city that was planned and not built",
            "Bring good shoes and a jar",
            "Ends at a bakery as it opens",
            "By the people who clean the canals",
        ],
        hours: [(5, 30), (10, 0), (14, 0), (17, 0)],
        minutes: [75, 90, 150],
        prices: [0, 500, 800, 1000],
    },
    Genre {
        slug: "night",
        name: "Night",
        heads: [
            "Basement", "Low", "After", "Warehouse", "Sleepless", "Tape", "Strobe", "Neon", "Last", "Echo", "Dub", "Sub", "Blind",
            "Hyper", "Analogue",
        ],
        tails: [
            "Hours", "Frequency", "Midnight", "Theory", "Machine", "Garden", "Club", "Signal", "Tram", "Ritual", "Weather",
            "Motion", "Room", "Assembly",
        ],
        lines: [
            "Records only, lights out at one",
            "Four turntables and a fog machine",
            "A very quiet rave, with headphones",
            "Live synthesisers until the first tram",
            "Karaoke with a house band of nine",
            "Drag, disco and a raffle",
            "The resident plays the whole night",
            "No photographs, free water, good exits",
            "Dub from the seventies, tea from the bar",
            "Roller skates at the door",
        ],
        hours: [(22, 0), (23, 0), (21, 30), (22, 30)],
        minutes: [240, 300, 360],
        prices: [1000, 1400, 1800, 0],
    },
];

/// Slug, name and country of every city.
pub(crate) const CITIES: [(&str, &str, &str); 12] = [
    ("antwerp", "Antwerp", "Belgium"),
    ("bergen", "Bergen", "Norway"),
    ("bilbao", "Bilbao", "Spain"),
    ("bremen", "Bremen", "Germany"),
    ("gothenburg", "Gothenburg", "Sweden"),
    ("leipzig", "Leipzig", "Germany"),
    ("lyon", "Lyon", "France"),
    ("porto", "Porto", "Portugal"),
    ("rotterdam", "Rotterdam", "Netherlands"),
    ("tallinn", "Tallinn", "Estonia"),
    ("trieste", "Trieste", "Italy"),
    ("turin", "Turin", "Italy"),
];

/// First half of a venue's name.
pub(crate) const VENUE_HEADS: [&str; 22] = [
    "Old", "Saint Anne’s", "Harbour", "Little", "Upper", "Iron", "Meridian", "Linden", "Salt", "Corn", "Customs", "Mercury",
    "Winter", "Canal", "Railway", "Bell", "Orchard", "Rope", "Sailors’", "Glass", "Union", "Brewery",
];

/// Second half of a venue's name.
pub(crate) const VENUE_TAILS: [&str; 18] = [
    "Hall", "Theatre", "Cinema", "Yard", "Depot", "Chapel", "Gallery", "Baths", "Tannery", "Observatory", "Exchange", "Garden",
    "Studio", "Market", "Library", "Warehouse", "Playhouse", "Rooms",
];

/// Street names.
pub(crate) const STREETS: [&str; 16] = [
    "Quay Street", "Linden Avenue", "Mill Lane", "Cathedral Square", "Station Road", "Ropewalk", "Tannery Row", "Upper Market",
    "Canal Side", "Orchard Street", "Customs Wharf", "Old Bridge Street", "Observatory Hill", "Weavers’ Lane", "Saint Anne’s Court",
    "Granary Street",
];

/// Quarters of a city.
pub(crate) const QUARTERS: [&str; 9] =
    ["Old Town", "Docklands", "University", "Northside", "Riverbank", "Market Quarter", "Hillside", "Mill District", "Station"];

/// Sentences that a description is put together from.
pub(crate) const SUMMARIES: [&str; 16] = [
    "Doors open half an hour before the start; the bar stays open until the last guest has left.",
    "It began as a single evening three winters ago and has sold out every spring since.",
    "Latecomers are let in between the parts, quietly, by the door on the left.",
    "The room holds its heat, so bring a layer you can take off.",
    "There is no support act and no encore, which is rather the point.",
    "Half of the seats are kept for people who live within walking distance.",
    "A printed programme is included; the essay on page four is worth the ticket.",
    "The company stays for questions, and for longer than it should.",
    "Seats are unreserved, and the benches at the back are the comfortable ones.",
    "Captions are shown above the stage, and a hearing loop covers the first ten rows.",
    "What starts as a small idea is taken apart in front of you and put back together another way.",
    "Expect long silences, a few very good jokes and an ending that nobody agrees on.",
    "The third part is new this season and still changes from night to night.",
    "You will see the same room twice, and the second time it will seem larger.",
    "It asks for attention and gives a great deal of it back.",
    "Critics have called it modest, which its makers had printed on a tote bag.",
];

/// People who appear in the activity feed.
pub(crate) const PEOPLE: [&str; 20] = [
    "Marta", "Ilse", "Jonas", "Amara", "Tomás", "Liv", "Bruno", "Yuki", "Noor", "Anselm", "Paula", "Iker", "Greta", "Owen", "Sanne",
    "Dario", "Maarja", "Elif", "Rui", "Clara",
];
