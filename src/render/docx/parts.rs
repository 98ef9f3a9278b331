//! The parts of a DOCX file around its text: what it consists of, how it looks, its properties.

use chrono::DateTime;

use super::super::markup::escape;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The name spaces of the parts that hold text.
const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                      xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

pub(super) const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>",
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>",
    "<Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/>",
    "<Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/>",
    "<Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/>",
    "<Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/>",
    "<Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/>",
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/>",
    "</Types>",
);

pub(super) const RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>",
    "</Relationships>",
);

pub(super) const DOCUMENT_RELATIONS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
    "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/>",
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/>",
    "<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/>",
    "<Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/>",
    "<Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/>",
    "</Relationships>",
);

pub(super) const SETTINGS: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n",
    "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    "<w:compat><w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>",
    "</w:settings>",
);

/// A line across the page.
pub(super) const ACROSS: &str = "<w:p><w:pPr><w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"444444\"/></w:pBdr></w:pPr></w:p>";

/// Two tables that follow each other would grow together.
pub(super) const BETWEEN: &str = "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\"/></w:pPr></w:p>";

/// The beginning of a form: two columns, as wide as the text.
pub(super) const FORM: &str = "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"9866\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"3118\"/><w:gridCol w:w=\"6748\"/></w:tblGrid>";
pub(super) const TERM_CELL: &str = "<w:tcPr><w:tcW w:w=\"3118\" w:type=\"dxa\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/></w:tcPr>";
pub(super) const DETAIL_CELL: &str = "<w:tcPr><w:tcW w:w=\"6748\" w:type=\"dxa\"/></w:tcPr>";

/// How wide a page is between its margins, in twentieths of a point.
const WIDTH: usize = 9866;

/// The beginning of a table of columns that share the page by their weights.
pub(super) fn table(weights: &[usize]) -> String {
    let all: usize = weights.iter().sum();
    let width = |weight: &usize| weight.saturating_mul(WIDTH).checked_div(all).unwrap_or(WIDTH);
    let grid: String =
        weights.iter().map(|weight| format!("<w:gridCol w:w=\"{}\"/>", width(weight))).collect();
    format!(
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/></w:tblPr>\
         <w:tblGrid>{grid}</w:tblGrid>"
    )
}

/// Title, language, and the moment of the commit; nobody's name, no program's.
pub(super) fn properties(title: &str, language: &str, moment: i64) -> String {
    let moment = DateTime::from_timestamp(moment, 0).unwrap_or_default().format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dc:language>{}</dc:language><dcterms:created xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:modified></cp:coreProperties>",
        escape(title),
        escape(language),
    )
}

pub(super) fn document(body: &str) -> String {
    format!(
        "{HEAD}<w:document {SPACES}><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rId5\"/><w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1418\" w:right=\"1020\" w:bottom=\"1134\" w:left=\"1020\" w:header=\"567\" w:footer=\"454\" \
         w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
    )
}

pub(super) fn header(text: &str) -> String {
    format!("{HEAD}<w:hdr {SPACES}>{text}</w:hdr>")
}

/// The footer, with the page's number below.
pub(super) fn footer(text: &str) -> String {
    let field = |name: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    format!(
        "{HEAD}<w:ftr {SPACES}>{text}<w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:jc w:val=\"right\"/></w:pPr>{}\
         <w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{}</w:p></w:ftr>",
        field("PAGE"),
        field("NUMPAGES"),
    )
}

/// Bullets, and numbers for so many lists that each begin anew.
pub(super) fn numbering(lists: usize) -> String {
    let level = |at: usize, form: &str, text: &str| {
        let left = 360_usize.saturating_mul(at.saturating_add(1));
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{form}\"/><w:lvlText w:val=\"{text}\"/>\
             <w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let bullets: String = (0..9).map(|at| level(at, "bullet", "•")).collect();
    let numbers: String =
        (0..9).map(|at: usize| level(at, "decimal", &format!("%{}.", at.saturating_add(1)))).collect();
    let anew = |list: usize| {
        format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/>\
             </w:lvlOverride></w:num>",
            list.saturating_add(2)
        )
    };
    let nums: String = (0..lists).map(anew).collect();
    format!(
        "{HEAD}<w:numbering {SPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{bullets}\
         </w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}\
         </w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>{nums}</w:numbering>"
    )
}

/// How named paragraphs look.
fn named_styles() -> String {
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let named = [
        style(
            "Title",
            "Title",
            "<w:spacing w:before=\"120\" w:after=\"160\"/><w:outlineLvl w:val=\"0\"/>",
            "<w:b/><w:sz w:val=\"32\"/>",
        ),
        style(
            "Heading1",
            "heading 1",
            "<w:keepNext/><w:spacing w:before=\"280\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>",
            "<w:b/><w:sz w:val=\"25\"/>",
        ),
        style(
            "Heading2",
            "heading 2",
            "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
            "<w:b/><w:sz w:val=\"22\"/>",
        ),
        style(
            "Quote",
            "Quote",
            "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"8\" w:color=\"777777\"/></w:pBdr><w:ind w:left=\"340\" w:right=\"340\"/>",
            "",
        ),
        style("Term", "Term", "<w:keepLines/>", "<w:b/>"),
        style("ListParagraph", "List Paragraph", "<w:spacing w:before=\"0\" w:after=\"40\"/>", ""),
        style("Header", "header", "<w:spacing w:before=\"0\" w:after=\"20\"/>", "<w:sz w:val=\"17\"/>"),
        style(
            "Footer",
            "footer",
            "<w:spacing w:before=\"0\" w:after=\"20\"/>",
            "<w:color w:val=\"333333\"/><w:sz w:val=\"13\"/>",
        ),
    ];
    named.concat()
}

/// How paragraphs and tables look.
pub(super) fn styles(language: &str) -> String {
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"777777\"/>"))
        .concat();
    format!(
        "{HEAD}<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" w:hAnsi=\"Arial\" \
         w:cs=\"Arial\" w:eastAsia=\"Arial\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/><w:lang w:val=\"{}\"/></w:rPr></w:rPrDefault>\
         <w:pPrDefault><w:pPr><w:spacing w:before=\"60\" w:after=\"60\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault>\
         </w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
         <w:pPr><w:widowControl/></w:pPr></w:style>{}<w:style w:type=\"table\" w:styleId=\"TableGrid\">\
         <w:name w:val=\"Table Grid\"/><w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>\
         <w:left w:w=\"108\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style></w:styles>",
        escape(language),
        named_styles(),
    )
}
