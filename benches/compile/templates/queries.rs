
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    id: u64,
    title: String,
    starts_at: String,
    seats: u32,
    sold_out: bool,
    venue: Option<String>,
}

async fn total(db: Db, filters: Filters) -> Result<u64, DbError> {
    Ok(db.find("events_{n}", &filters).await?.len() as u64)
}

async fn rows(db: Db, filters: Filters) -> Result<Vec<Row>, DbError> {
    let records = db.find("events_{n}", &filters).await?;
    let row = |record: &Record| Row {
        id: record.id + {n},
        title: record.title.clone(),
        starts_at: record.starts_at.clone(),
        seats: record.seats,
        sold_out: record.seats == 0,
        venue: None,
    };
    Ok(records.into_iter().map(row).collect())
}

async fn export(db: Db, filters: Filters) -> Result<Export, DbError> {
    let mut csv = String::new();
    for record in db.find("events_{n}", &filters).await? {
        csv.push_str(&record.title);
        csv.push('\n');
    }
    Ok(Export { name: "events_{n}.csv".to_owned(), csv })
}
