// Generated from the server's types (`cargo xtask types`). Do not edit: changes are overwritten.

/** How to get in. */
export type Access = {
  /** Whether every seat can be reached without a step. */
  stepFree: boolean;
  /** The nearest stop. */
  tram: string;
  /** The year in which the house opened. */
  founded: number;
  /** Seats in its largest room. */
  capacity: number;
};

/** The props of `Account/Show`. */
export type AccountShow = {
  account: Profile;
};

/** Something a visitor did. */
export type Activity = {
  /** Its number; the newest has the highest. */
  id: number;
  /** `booked`, `saved`, `returned` or `released`. */
  kind: "booked" | "saved" | "returned" | "released";
  /** Who did it. */
  actor: string;
  /** How many seats it is about. */
  amount: number;
  /** How long ago it happened, in minutes. */
  minutesAgo: number;
  /** The event it is about. */
  eventId: number;
  /** What that is called. */
  title: string;
  /** Its category's slug. */
  category: string;
  /** Its venue's name. */
  venue: string;
  /** Its city's name. */
  city: string;
};

/** Who we are. */
export type App = {
  name: string;
  tagline: string;
};

/** How full the houses are. */
export type Attendance = {
  /** Seats sold. */
  sold: number;
  /** Seats there are. */
  capacity: number;
  /** Month by month, the first of the programme first. */
  months: Month[];
};

/** The live board. What has not changed need not be sent again: the client merges it deeply. */
export type Board = {
  /** When it was read. */
  asOf: string;
  /** How many rows were sent. */
  changed: number;
  /** Free seats by city, for the cities of the rows that were sent. */
  cities: { [key: string]: number };
  /** The rows, the next to start first. */
  rows: BoardRow[];
};

/** The props of `Board/Index`. */
export type BoardIndex = {
  board: Board;
  notices: Notice[];
};

/** One event on the board. */
export type BoardRow = {
  /** The event's number. */
  id: number;
  /** What it is called. */
  title: string;
  /** Its category's slug. */
  category: string;
  /** When it starts, local time of the city. */
  startsAt: string;
  /** The venue's name. */
  venue: string;
  /** The city's name. */
  city: string;
  /** Free seats. */
  seatsLeft: number;
  /** All seats. */
  capacity: number;
};

/**
 * Seats and prices of one event.
 *
 * A plain struct: a partial reload may ask for `booking.seatsLeft` alone all the same.
 */
export type Booking = {
  /** Seats that are still free. */
  seatsLeft: number;
  /** All seats. */
  capacity: number;
  /** How many people look at this event right now. */
  looking: number;
  /** When these numbers were read. */
  checkedAt: string;
  /** What a ticket costs. */
  prices: Prices;
  /** The kinds of tickets, if the event has kinds of its own. */
  tickets: Ticket[];
};

/** A category and how many of its events are still to come. */
export type Category = {
  /** Its name in URLs. */
  slug: string;
  /** Its name on the page. */
  name: string;
  /** Events still to come. */
  count: number;
};

/** A city and its number of venues. */
export type City = {
  /** Its name in URLs. */
  slug: string;
  /** Its name on the page. */
  name: string;
  /** The country it lies in. */
  country: string;
  /** Its venues. */
  venues: number;
};

/** The numbers in the navigation. */
export type Counts = {
  /** All events, past ones included. */
  events: number;
  /** All venues. */
  venues: number;
  /** Entries of the activity feed. */
  activity: number;
};

/** The props of `Error`. */
export type ErrorPage = {
  status: number;
  /** Why, for who is at work on this; nothing in a release build. */
  reasons: string[];
};

/** A row of the list. */
export type EventCard = {
  /** The event's number. */
  id: number;
  /** What it is called. */
  title: string;
  /** One line about it. */
  line: string;
  /** Its category's slug. */
  category: string;
  /** When it starts, local time of the city: `2026-11-21T19:30`. */
  startsAt: string;
  /** How long it lasts, in minutes. */
  minutes: number;
  /** The venue's name. */
  venue: string;
  /** The city's name. */
  city: string;
  /** What a ticket costs, in cents; `0` is free. */
  priceCents: number;
  /** Seats that are still free. */
  seatsLeft: number;
  /** The file name of its poster; most have theirs drawn. */
  poster: string | null;
};

/** The props of `Event/Create`. */
export type EventCreate = {
  draft: string;
  categories: Category[];
  venues: VenueChoice[];
};

/** What an event's own page says about it. */
export type EventDetail = {
  /** The event's number. */
  id: number;
  /** What it is called. */
  title: string;
  /** One line about it. */
  line: string;
  /** Two sentences about it. */
  summary: string;
  /** Its category's slug. */
  category: string;
  /** Its category's name. */
  categoryName: string;
  /** When it starts, local time of the city. */
  startsAt: string;
  /** How long it lasts, in minutes. */
  minutes: number;
  /** Where it takes place. */
  venueId: number;
  /** Whether its day is over. */
  past: boolean;
  /** The file name of its poster; most have theirs drawn. */
  poster: string | null;
  /** What that is called. */
  owner: string | null;
};

/** The props of `Event/Edit`. */
export type EventEdit = {
  id: number;
  listing: Listing;
  poster: string | null;
  categories: Category[];
  venues: VenueChoice[];
};

/** The props of `Event/Index`. */
export type EventIndex = {
  filters: Filters;
  ledger: Ledger;
  pageSize: number;
  total: number;
  events: EventCard[];
  categories: Category[];
  attendance?: Attendance;
  revenue?: Revenue;
  export?: Export;
};

/** The props of `Event/Mine`. */
export type EventMine = {
  events: OwnEvent[];
};

/** The props of `Event/Show`. */
export type EventShow = {
  event: EventDetail;
  mine: boolean;
  likes: Likes;
  booking: Booking;
  venue: Venue;
  related?: EventCard[];
  serverTime: string;
};

/** A look at the file that an export would give. */
export type Export = {
  /** Rows in the file, the header not counted. */
  rows: number;
  /** The first lines, header included. */
  preview: string[];
};

/** The props of `Feed/Index`. */
export type FeedIndex = {
  activity: {
    data: Activity[];
  };
};

/** The list's filters, as they stand in the query string. */
export type Filters = {
  /** Words to look for in titles, lines, venues and cities. */
  q: string;
  /** A category's slug; empty for all. */
  category: string;
  /** A city's slug; empty for all. */
  city: string;
  /** Which part of the programme. */
  when: When;
  /** The page of the list, counted from 1. */
  page: number;
};

/** All that is flashed, for the front end. */
export type Flash = {
  toast: Toast;
};

/** How the ledger behind the revenue is today. A visitor chooses, to see a prop fail while its page does not. */
export type Ledger = "fail" | "slow" | "ok";

/** How many people like an event, and whether the visitor is one of them. */
export type Likes = {
  /** How many people like it. */
  count: number;
  /** Whether the visitor does. */
  mine: boolean;
};

/** An event as its form writes and reads it. */
export type Listing = {
  /** What it is called. */
  title: string;
  /** One line about it. */
  line: string;
  /** A few sentences about it. */
  summary: string;
  /** Its category's slug. */
  category: string;
  /** Where it takes place. */
  venue: number;
  /** When it starts, local time of the city: `2026-11-21T19:30`. */
  startsAt: string;
  /** How long it lasts, in minutes. */
  minutes: number;
  /** Its kinds of tickets, at least one. */
  tickets: Ticket[];
};

/** A day and a time, local to the city, as the database stores it: `2026-11-21T19:30`. */
export type Moment = string;

/** One month of the programme. */
export type Month = {
  /** Year and month, `2026-11`. */
  label: string;
  /** Seats sold. */
  sold: number;
  /** Seats there are. */
  capacity: number;
};

/** A venue close by. */
export type Nearby = {
  /** Its number. */
  id: number;
  /** What it is called. */
  name: string;
  /** The quarter of the city. */
  quarter: string;
  /** How far it is, in metres. */
  metres: number;
  /** The next event there, if any. */
  eventId: number | null;
  /** What that is called. */
  title: string | null;
};

/** A line of the box office's ticker. */
export type Notice = {
  /** The tick it was made at, which is unique. */
  id: number;
  /** The event it is about. */
  eventId: number;
  /** What it is called. */
  title: string;
  /** What happened. */
  text: string;
};

/** What [`number`] adds, for the front end. */
export type Numbered = {
  requestId: string;
};

/** A row of an owner's list. */
export type OwnEvent = {
  /** The event's number. */
  id: number;
  /** What it is called. */
  title: string;
  /** Its category's slug. */
  category: string;
  /** When it starts, local time of the city. */
  startsAt: string;
  /** The venue's name. */
  venue: string;
  /** The city's name. */
  city: string;
  /** The file name of its poster. */
  poster: string | null;
  /** How many people like it. */
  likes: number;
  /** Whether its owner has taken it off. */
  removed: boolean;
};

/** A price, written in euros and kept in cents. */
export type Price = string;

/** Ticket prices in cents. */
export type Prices = {
  /** The usual price. */
  standard: number;
  /** For students, pensioners and the unemployed. */
  concession: number;
  /** For those who can pay more. */
  patron: number;
};

/** What an account's owner sees of it. */
export type Profile = {
  name: string;
  email: string;
};

/** What the tickets brought in. */
export type Revenue = {
  /** All of it, in cents. */
  totalCents: number;
  /** By category, the largest first. */
  rows: RevenueRow[];
};

/** One category's revenue. */
export type RevenueRow = {
  /** The category's slug. */
  category: string;
  /** The category's name. */
  name: string;
  /** Revenue in cents. */
  cents: number;
};

/** The props of the frame around every page. */
export type Shared = {
  app: App;
  visitor: SignedIn | null;
  counts: Counts;
  cities: City[];
};

/** Whom the frame greets. */
export type SignedIn = {
  name: string;
};

/** A kind of ticket. */
export type Ticket = {
  /** What it is called. */
  name: string;
  /** What it costs, in cents. */
  priceCents: number;
  /** How many there are. */
  seats: number;
};

/** A line that the next page shows for a moment; flashed under `toast`. */
export type Toast = {
  text: string;
  /** Where a button of it posts to, which takes back what was done. */
  undo?: string;
};

/** Where it takes place: each member has a delivery of its own, at `venue.…`. */
export type Venue = {
  summary: VenueSummary;
  weather: Weather;
  access?: Access;
  nearby?: Nearby[];
};

/** A venue to choose. */
export type VenueChoice = {
  /** Its number. */
  id: number;
  /** What it is called. */
  name: string;
  /** The city it is in. */
  city: string;
};

/** A venue's name and address. */
export type VenueSummary = {
  /** Its number. */
  id: number;
  /** What it is called. */
  name: string;
  /** Street and number. */
  street: string;
  /** The quarter of the city. */
  quarter: string;
  /** The city. */
  city: string;
  /** The country. */
  country: string;
};

/** The weather at the door. */
export type Weather = {
  /** What the sky does. */
  sky: string;
  /** Degrees Celsius. */
  celsius: number;
  /** When it was read. */
  readAt: string;
};

/** Which part of the programme to list. */
export type When = "today" | "week" | "month" | "past" | "upcoming";

/** The props of each page, by the name of its component. */
export type Pages = {
  About: {};
  "Account/LogIn": {};
  "Account/Show": AccountShow;
  "Account/SignUp": {};
  "Board/Index": BoardIndex;
  Error: ErrorPage;
  "Event/Create": EventCreate;
  "Event/Edit": EventEdit;
  "Event/Index": EventIndex;
  "Event/Mine": EventMine;
  "Event/Show": EventShow;
  "Feed/Index": FeedIndex;
};

/** What the component of a page receives: its props, the shared ones and the errors. */
export type PageProps<Name extends keyof Pages> = Pages[Name] &
  Omit<SharedProps, keyof Pages[Name]> & {
    errors: import("@inertiajs/core").Errors &
      import("@inertiajs/core").ErrorBag;
  };

/** What every page has besides its own props. */
export type SharedProps = Shared & Numbered;

/** What the client fills in: `useForm<Forms["…"]>(…)`. */
export type Forms = {
  /** An event, as its owner fills it in. */
  EventForm: {
    /** Which page the form was on; see [`Db::list`]. */
    draft?: string;
    title: string;
    line: string;
    summary: string;
    category: string;
    venue: number | string;
    startsAt: Moment;
    minutes: number | string;
    tickets: Array<Forms["TicketForm"]>;
    poster?: File | null;
    removePoster: boolean;
  };
  /** Whether the visitor likes the event from now on. */
  LikeForm: {
    liked: boolean;
  };
  /** What somebody who logs in fills in. */
  LogInForm: {
    email: string;
    password: string;
  };
  /** Another name. */
  NameForm: {
    name: string;
  };
  /** Another password. */
  PasswordForm: {
    current: string;
    password: string;
    passwordAgain: string;
  };
  /** What somebody who signs up fills in. */
  SignUpForm: {
    name: string;
    email: string;
    password: string;
    passwordAgain: string;
  };
  /** A row of the form: a kind of ticket. */
  TicketForm: {
    name: string;
    price: Price;
    seats: number | string;
  };
};

/** The keys that the messages of each form may have. */
export type FormKeys = {
  EventForm:
    | "draft"
    | "title"
    | "line"
    | "summary"
    | "category"
    | "venue"
    | "startsAt"
    | "minutes"
    | "tickets"
    | `tickets.${number}`
    | `tickets.${number}.name`
    | `tickets.${number}.price`
    | `tickets.${number}.seats`
    | "poster"
    | "removePoster";
  LikeForm: "liked";
  LogInForm: "email" | "password";
  NameForm: "name";
  PasswordForm: "current" | "password" | "passwordAgain";
  SignUpForm: "name" | "email" | "password" | "passwordAgain";
  TicketForm: "name" | "price" | "seats";
};

/** The address and method of each route: for `<Link href>`, `<Form action>`, `useForm` and `router.visit`. */
export const routes = {
  about: plain("get", "/about"),
  account: {
    changePassword: plain("post", "/account/password"),
    rename: plain("post", "/account/name"),
    show: plain("get", "/account"),
  },
  board: plain("get", "/board"),
  events: {
    create: plain("post", "/events"),
    edit: route<"get", { id: string | number }>("get", "/events/{id}/edit"),
    index: plain("get", "/events"),
    like: route<"post", { id: string | number }>("post", "/events/{id}/like"),
    mine: plain("get", "/events/mine"),
    new: plain("get", "/events/new"),
    remove: route<"delete", { id: string | number }>("delete", "/events/{id}"),
    restore: route<"post", { id: string | number }>("post", "/events/{id}/restore"),
    show: route<"get", { id: number }>("get", "/events/{id}"),
    update: route<"put", { id: string | number }>("put", "/events/{id}"),
  },
  feed: plain("get", "/feed"),
  go: {
    programme: plain("get", "/go/programme"),
    source: plain("get", "/go/source"),
  },
  home: plain("get", "/"),
  logIn: {
    form: plain("get", "/log-in"),
    send: plain("post", "/log-in"),
  },
  logOut: plain("post", "/log-out"),
  signUp: {
    form: plain("get", "/sign-up"),
    send: plain("post", "/sign-up"),
  },
};

/** Where a route leads, as the client takes it in place of a URL. */
export type Route<Method> = { url: string; method: Method };

/** What a query may hold. Nothing is written for `null` and `undefined`. */
export type RouteQuery = {
  [name: string]:
    | string
    | number
    | boolean
    | null
    | undefined
    | RouteQuery
    | (string | number | boolean)[];
};

function plain<const Method>(method: Method, path: string) {
  return (query?: RouteQuery): Route<Method> => ({
    url: path + search(query),
    method,
  });
}

function route<Method, Values extends Record<string, unknown>>(
  method: Method,
  path: string,
) {
  return (values: Values, query?: RouteQuery): Route<Method> => ({
    url: path.replace(/\{(\*?)([^}]+)\}/g, fill(values)) + search(query),
    method,
  });
}

function fill(values: Record<string, unknown>) {
  return (_: string, rest: string, name: string): string => {
    const text = String(values[name]);
    const segments = rest === "*" ? text.split("/") : [text];
    // The rest of a path may end in a slash.
    const named = segments.at(-1) === "" ? segments.slice(0, -1) : segments;
    const wrong = ["", ".", ".."];
    if (named.length === 0 || named.some((part) => wrong.includes(part))) {
      throw new Error(`the route's "${name}" cannot be "${text}"`);
    }
    return segments.map(encodeURIComponent).join("/");
  };
}

function search(query: RouteQuery = {}): string {
  const text = pairs(query, (name) => name).join("&");
  return text === "" ? "" : `?${text}`;
}

function pairs(query: RouteQuery, label: (name: string) => string): string[] {
  return Object.entries(query).flatMap(([name, value]) => {
    const key = label(encodeURIComponent(name));
    if (value === null || value === undefined) return [];
    if (Array.isArray(value)) return value.map((one) => pair(`${key}[]`, one));
    if (typeof value === "object") {
      return pairs(value, (inner) => `${key}[${inner}]`);
    }
    return [pair(key, value)];
  });
}

function pair(key: string, value: string | number | boolean): string {
  return `${key}=${encodeURIComponent(value)}`;
}

declare module "@inertiajs/core" {
  export interface InertiaConfig {
    sharedPageProps: SharedProps;
    flashDataType: Partial<Flash>;
    errorValueType: string;
  }
}
