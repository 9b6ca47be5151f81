//! The kinds of finding. Each has a name that other programs may rely on, and an explanation for `check --explain`.

use std::fmt;

/// Makes the kinds, so that name and explanation stand beside each other once.
macro_rules! codes {
    ($($variant:ident $name:literal $explanation:literal)*) => {
        /// A kind of finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $explanation] $variant,)*
        }

        impl Code {
            /// Every kind, in the order of the manual.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name: lower case words joined by hyphens.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What the kind means and how such a finding is mended.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Self::$variant => $explanation,)*
                }
            }
        }
    };
}

codes! {
    CannotRead "cannot-read"
        "文件或文件夹读不出来：不存在、没有权限，或者里面没有 .yaml 文件。请核对路径。"
    WrongEncoding "wrong-encoding"
        "文件不是 UTF-8 编码（常见的是 GBK 或 UTF-16）。请在编辑器里另存为 UTF-8。"
    YamlSyntax "yaml-syntax"
        "文件不合 YAML 的写法。常见原因：冒号用了全角“：”，用制表符缩进，引号或括号没有成对，文字里有“: ”或以“{{”“-”开头却没有加引号。请照提示改所标出的一处。"
    DuplicateKey "duplicate-key"
        "同一个键写了两次。一个年度文件夹里的所有文件合成一棵树，每个键只写一次。"
    UnknownKey "unknown-key"
        "表式和数据约定里没有这个键。多半是写错了字，请照提示的最相近的键改。"
    MissingKey "missing-key"
        "缺少必须有的键。请照提示补上。"
    WrongShape "wrong-shape"
        "值的形式不对：该是文字的写成了列表，该是键值的写成了文字，等等。请照提示改写。"
    MissingFigure "missing-figure"
        "表中缺一行或一格数字。没有发生的也要填 0，程序不会替人补零。"
    WrongColumns "wrong-columns"
        "一行数字的个数与表的列数不符。请对照表头补上缺的或者删去多的；千分位逗号会把一个数分成两个。"
    BadFigure "bad-figure"
        "数字写得不对，或者不可能：不能带千分位逗号、全角数字、单位；件数是不小于 0 的整数；金额要带 元 或 万元。"
    BlankFigure "blank-figure"
        "格里是空白、“/”或“-”，而不是数字：照原样印出，按 0 计。新报告应当填 0。"
    BadValue "bad-value"
        "值不在允许的范围里：没有这一类别，日期不成立，年度不是四位数，等等。请照提示改。"
    SumMismatch "sum-mismatch"
        "勾稽关系不成立：等号（或不等号）两边算出来的数不符。请核对所标出的各格。"
    BadEquation "bad-equation"
        "等式写得不对。等式是用 + - * 连接的数字和路径，两边之间是 = 或 <=。"
    UnknownName "unknown-name"
        "{{…}} 或等式里的名称在数据中没有。请照提示的最相近的名称改。"
    BadTemplate "bad-template"
        "正文里的 {{…}} 写得不对。两层半角花括号成对，里面写数据的路径，例如 {{申请.新收.总计}}。"
    BadLayout "bad-layout"
        "版式文件（report.hbs）有错。写法见 docs/layout.md。"
    BadMarkup "bad-markup"
        "版式文件产生的标记不合规定。标记的全部元素见 docs/layout.md。"
    BadForm "bad-form"
        "表式文件（form.yaml）或样式文件有错。写法见 docs/form.md 和 docs/layout.md。"
    WrongForm "wrong-form"
        "数据指定的表式不是该年度适用的表式。重制往年已公开的报告时可以这样做；新报告请删去“表式”。"
    SameHeading "same-heading"
        "“部分标题”写的与表式的标题相同，不用写。"
    NumberedHeading "numbered-heading"
        "标题自己编了号。“一、”“（一）”“1.”由程序排，写了会印出两个序号。"
    MissingText "missing-text"
        "正文的一个部分没有内容，只会印出标题。"
    MissingDuty "missing-duty"
        "缺少依法应当报告的内容，例如各级人民政府的工作考核、社会评议、责任追究，2021年度起的信息处理费。"
    ImpossibleRules "impossible-rules"
        "没有规章制定权的机关填了规章。请核对类别；类别不错，就填 0。"
    Late "late"
        "成文日期晚于提交和公布的期限。"
    NumberDiffers "number-differs"
        "正文里手写的数与表里的数对不上。改用 {{…}} 引用表里的数，就不会写错。"
    RepeatedClause "repeated-clause"
        "一句话接连写了两遍。"
    RepeatedYear "repeated-year"
        "标题里“年度”写了两次：{机关}{年度}年政府信息公开工作年度报告。"
    RelativeYear "relative-year"
        "用了“今年”“去年”这样的词。报告在次年公布，写明年份才不会误会。"
    WrongYear "wrong-year"
        "年份不是报告年度，多半是从上一年的报告抄来的。"
    PartsMiscounted "parts-miscounted"
        "说有几个部分，与列出的或者实际的部分数不符。"
    Leftover "leftover"
        "模板里的提示或别处的话没有删去。"
    HalfWidthMark "half-width-mark"
        "中文里用了半角标点。"
    StrayMark "stray-mark"
        "标点重复，或者句子中间多了一个标点。"
    UnbalancedMark "unbalanced-mark"
        "引号、括号或书名号不成对。"
    Unfinished "unfinished"
        "一段话末尾没有句号，可能没有写完。"
    PersonalData "personal-data"
        "正文里有身份证号码或手机号码。公开前请核对能否公布。"
    BadContact "bad-contact"
        "网址、电子邮箱、电话或邮政编码写得不对。"
    SameAsLastYear "same-as-last-year"
        "一段话与上一年度的报告几乎相同。"
    DroppedText "dropped-text"
        "文字里空格加“#”之后的内容被 YAML 当作注释丢掉了。整段放进引号，就不会丢。"
    FolderYear "folder-year"
        "年度文件夹的名称与数据里的年度不符，可能是从上一年复制来忘了改。"
    FaultyLastYear "faulty-last-year"
        "上一年度文件夹里的数据有错误，跨年度的核对不完整。请先核对上一年度。"
    DateBeforeYearEnd "date-before-year-end"
        "成文日期早于报告年度的年末：年度还没有结束，数字不可能齐全。"
    MissingGlyph "missing-glyph"
        "所有字体都没有这个字，印出来会是空框。请用 --fonts 指定含有这个字的字体所在的文件夹，或者改字。"
    PrivateCharacter "private-character"
        "自造的字：没有统一的编码，只在装了那套字的电脑上显示，网页、Word 和读屏软件里都不是这个字，PDF 也不能归档。请换成有统一编码的字。"
    CannotSet "cannot-set"
        "版面排不下：例如整页表即使缩到最小字号也超过一页。"
    CloserLines "closer-lines"
        "落款在正文的末页上差一点排不下，这一页的行距缩小了一点，使落款不单独成页（GB/T 9704 7.3.5.5）。"
    BadSeal "bad-seal"
        "印章图片用不了：要底色透明的 PNG，只有印章一枚，放在年度文件夹里；像素太少印出来会模糊，不是红色的要换。"
    CannotWrite "cannot-write"
        "文件写不出来：没有权限、磁盘已满，或者正被别的程序打开。"
    KeptFile "kept-file"
        "原有的文件不是本程序写出的，或者写出之后被人改过，所以没有覆盖。确实要覆盖，请加 --force。"
    SignedOff "signed-off"
        "这份报告已经登记签发，新生成的与它不同，所以没有覆盖。照签发时的数据和版本重新生成，得到的是同样的文件；确实要替换，请加 --force，签发过的文件会编上号留在旁边。"
    CannotSign "cannot-sign"
        "不能登记签发：文件旁边没有清单，被人改过，是送审稿，同一份报告的几个文件不是由同样的数据生成，或者已经签发过。请重新生成定稿，再登记。"
    CannotImport "cannot-import"
        "文件导入不了：不是 DOCX、HTML 或文本，已经损坏，太大，或者里面没有年度报告的表。"
    Unplaced "unplaced"
        "导入的文件里有一处没有放进数据，或者放进去时改了样子。请对照原文，需要的自己补上。"
    FaultyUnit "faulty-unit"
        "单位的数据有错误或者读不出来，所以没有汇总。先改好它；要先汇总起来，加 --partial，有错误的照样加进去，读不出的数按 0 计。"
    MissingUnit "missing-unit"
        "单位清单里的单位没有数据，所以没有汇总。请补上；要先汇总已有的，加 --partial。没有单位清单，也提示没有核对齐不齐。"
    UnknownUnit "unknown-unit"
        "单位清单里没有这个单位。多半是机关的名称与清单写得不同，请改成一样的；确实要加进来，就写进清单。"
    DoubleUnit "double-unit"
        "同一个单位有两份数据，或者同一个文件夹、同一个名称写了两次。一个单位只加一次。"
    UnlikeUnit "unlike-unit"
        "单位的年度或表式与其余单位的、与汇总写到的文件夹不同，加不到一起。年度要改成一样；表式确实不同，用 --form 指定汇总用哪一种，只加各种表式都有的格。"
    NotAdded "not-added"
        "有的数没有加进去：表式写明不能相加，汇总用的表式没有这一格，或者和太大。需要的请自己填。"
    RollupDiffers "rollup-differs"
        "政府已有的数与各单位之和不同，没有改动它。用 nianbao rollup … --explain 加上这一格的名称，看各单位填了多少；确实应当不同，写进“核对”，说明理由。"
    UnmatchedAcceptance "unmatched-acceptance"
        "“核对”里的一条没有对应的问题：问题已经改掉，或者代码、位置写错了。"
}

impl Code {
    /// Whether 核对 can accept such a finding: what was published so can be made again. A fault that loses something of the
    /// data, or leaves a gap, cannot be accepted.
    pub fn is_acceptable(self) -> bool {
        !matches!(
            self,
            Self::CannotRead
                | Self::WrongEncoding
                | Self::YamlSyntax
                | Self::DuplicateKey
                | Self::UnknownKey
                | Self::MissingKey
                | Self::WrongShape
                | Self::MissingFigure
                | Self::WrongColumns
                | Self::BadFigure
                | Self::BadValue
                | Self::BadEquation
                | Self::UnknownName
                | Self::BadTemplate
                | Self::BadLayout
                | Self::BadMarkup
                | Self::BadForm
                | Self::MissingGlyph
                | Self::CannotSet
                | Self::CloserLines
                | Self::BadSeal
                | Self::CannotWrite
                | Self::KeptFile
                | Self::SignedOff
                | Self::CannotSign
                | Self::CannotImport
                | Self::Unplaced
                | Self::FaultyUnit
                | Self::MissingUnit
                | Self::UnknownUnit
                | Self::DoubleUnit
                | Self::UnlikeUnit
                | Self::NotAdded
                | Self::UnmatchedAcceptance
        )
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(self.name())
    }
}
