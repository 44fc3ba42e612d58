"""Orders to the bot: to forget its rules, to be somebody else, to show what is not the asker's.

Such a message is no question, whatever else stands in it. An order is a verb and its object near
each other, so that "ignore AI" and "show me cases" stay questions. The words are in natural
spelling; each language has both character forms where people type both.
"""

import re
from dataclasses import dataclass
from functools import cache

_FAR, _NEAR = 40, 14  # characters between verb and object, in Latin and in other scripts

# ------------------------------------------------------------------ English
_OLD = (
    r"(?:previous|prior|earlier|preceding|above|former|initial|original|all|any|every|your|these)"
)
_RULES = (
    r"(?:rules?|guidelines?|restrictions?|polic(?:y|ies)|limits?|limitations?|safeguards?|filters?)"
)
_EN_FORGET = (
    r"\b(?:ignore|forget|disregard|overrid\w+|bypass|discard|erase|drop|reset|skip|violate)\b"
)
_EN_ORDERS = (
    rf"(?:\b(?:instructions?|prompts?|directives?|your (?:programming|training|orders|sources|facts))\b"
    rf"|\b{_OLD} [^.!?]{{0,15}}\b{_RULES}\b"
    r"|\b(?:everything|anything|all|what)\b[^.!?]{0,15}\b(?:told|above|before|said so far)\b)"
)
_EN_SHOW = (
    r"\b(?:show|print|output|display|reveal|dump|leak|list|give|send|tell|repeat|export|share|read"
    r"|expose|see|access|paste|recite|hand over|what(?:'?s| is| are| was| were| did| have| has)?)\b"
)
_PEOPLE = r"(?:users?|people|persons?|members?|colleagues?|co-?workers?|everyone|everybody|anyone)"
_EN_KEPT = (
    r"(?:\b(?:system|hidden|secret|internal|initial) (?:prompt|instructions?|messages?|config\w*)\b"
    r"|\byour (?:\w+ )?(?:prompt|instructions?|config\w*|settings|source code|guidelines|memory"
    r"|credentials|logs?|tokens?|keys?)\b"
    r"|\b(?:api|access|secret|bot|slack|discord|auth|signing|private|oauth)[ -](?:keys?|tokens?)\b"
    r"|\b(?:passwords?|credentials|env(?:ironment)? variables|\.env)\b"
    rf"|\b(?:other|another|all|every|else'?s)(?: the)? {_PEOPLE}(?:'s|s')?\b[^.!?]{{0,25}}\b(?:questions?"
    r"|ask|asked|asking|asks|messages?|chats?|conversations?|histor(?:y|ies)|logs?|queries|typed)\b"
    r"|\b(?:anyone|someone|everyone|everybody) else (?:\w+ )?(?:ask|asked|asking|asks|typed)\b"
    r"|\b(?:chat|conversation|message|query|search|user|server) (?:histor(?:y|ies)|logs?)\b"
    r"|\bprivate (?:messages?|channels?|conversations?)\b|\bdirect messages?\b)"
)
_EN_ROLE = (
    r"\byou(?:'re| are) now\b|\bfrom now on,? you\b|\bpretend (?:to be|you|that you)\b"
    r"|\bact as (?:if you|dan\b|an? (?:\w+ )?(?:unrestricted|unfiltered|uncensored|evil|jailbroken"
    r"|hacker|terminal|pirate|linux|language model|chatbot))|\brole-?play as\b"
    r"|\byou\b[^.!?]{0,30}\b(?:no|without(?: any)?) (?:restrictions?|limits?|filters?|censorship|rules)\b"
    r"|\b(?:developer|admin|debug|god|dan|jailbreak|unrestricted|root) mode\b"
    r"|\b(?:speak|answer|talk|respond) (?:freely|without (?:restrictions?|filters?|limits?))\b"
)
_EN_FAKE = (
    r"\b(?:make up|invent|fabricat\w+|hallucinate|falsify|forge) (?:me |us )?"
    r"(?:a|an|some|any|your own|plausible|fake|random|the)\b"
    r"|\b(?:write|create|generate|make|give|produce|publish)\b[^.!?]{0,20}\bfake "
    r"(?:news|quotes?|numbers?|figures?|statistics?|stats?|press|sources?|stor(?:y|ies)|facts?)\b"
)
_EN_HARM = (
    r"\b(?:delete|erase|wipe|drop|overwrite|destroy) (?:all |every |the |your |these |whole |entire )*"
    r"(?:facts?|records?|data|database|library|entries|quotes?|tables?)\b"
    r"|\b(?:post|send|dm|message|spam|ping|tag|notify)\b[^.!?]{0,30}"
    r"(?:@everyone|@channel|@here|\ball (?:the )?channels\b|\bevery channel\b|\bwhole workspace\b)"
    r"|\b(?:run|execute|eval)\b[^.!?]{0,20}\b(?:shell|bash|sql|command|rm|curl)\b"
)

# ------------------------------------------------------------------ Japanese
_JA_YOU = r"(?:あなた|貴方|お前|おまえ|貴様|君|きみ|このボット)"
_JA_DO = (
    r"(?:して(?:ください|下さい|くれ|ね|みて|$|[。、!！\s])|しろ|せよ|しなさい|ろ(?:$|[。、!！]))"
)
_JA_FORGET = (
    r"(?:指示|命令|プロンプト|指令|言われたこと)[^。?？]{0,10}(?:無視|忘れ|破棄|リセット|取り消|捨て|従わな|守らな|上書き)",
    rf"(?:制約|制限|ルール|規則|設定|前提|上記|ガイドライン)[^。?？]{{0,8}}(?:無視|破棄|解除|リセット){_JA_DO}",
    r"(?:制約|ルール|規則|設定|前提|上記|ガイドライン)[^。?？]{0,8}(?:忘れ|捨て|外し)(?:て|ろ|なさい)",
)
_JA_ROLE = (
    rf"{_JA_YOU}(?:は|って)?(?:今|今日|これ|現在|ここ)から|(?:今|これ|ここ)から{_JA_YOU}",
    r"(?:になりきって|を演じて|として振る舞って|のふりをして|のふりして)(?:ください|下さい|くれ|ね|答|回答|$|[。、])",
    r"(?:制限|制約|検閲|フィルター|倫理)(?:の|が|も|など)*(?:一切)?(?:ない|なし|無い|無し|無視した)の?"
    r"(?:AI|人工知能|モード|アシスタント|ボット|回答)",
    r"(?:開発者|管理者|デバッグ|脱獄|無制限|デベロッパー|DAN|root)(?:モード|権限)",
)
_JA_KEPT = (
    r"(?:(?:システム|内部|初期|隠し|隠された|秘密の)の?(?:プロンプト|指示|命令|設定|データ|メッセージ)"
    r"|API ?(?:キー|鍵)|トークン|秘密鍵|パスワード|暗証番号|認証情報|環境変数"
    r"|(?:他の|ほかの|別の|全|全ての|すべての|みんなの|他)(?:ユーザー?|利用者|人|人たち|メンバー|社員|同僚|会員)"
    r"(?:の|が|は|たち)[^。?？]{0,12}(?:質問|会話|履歴|メッセージ|チャット|ログ|検索|個人情報|聞い|入力|相談)"
    r"|(?:会話|チャット|質問|検索|対話|DM|メッセージ)の?(?:履歴|ログ))"
)
_JA_SHOW = (
    r"(?:見せ|教え|表示|出力|出せ|出して|晒|公開して|送って|送れ|ダンプ|書き出|コピー|貼|印刷|渡|知りたい"
    r"|くれ|ください|暴露|開示|吐|読み上げ|見たい|何)"
)
_JA_FAKE = (
    r"(?:嘘|ウソ|うそ|デマ|フェイク|偽|虚偽|でたらめ|デタラメ|架空)の?[^。?？]{0,12}(?:数字|数値|ニュース|記事|情報"
    r"|データ|統計|引用|事実|話|額|売上|リリース)(?:を|で)?[^。?？]{0,6}(?:作|書|生成|でっち|考え|くれ|流)",
)
_JA_HARM = (
    r"(?:データ|DB|ファクト|記録|事実|情報|ライブラリ|履歴)[^。?？]{0,8}(?:消して|消せ|消し去|削除し[てろ]"
    r"|削除せよ|書き換え[てろ]|改ざん|初期化し|破壊)",
    r"(?:全員|みんな|全チャンネル|全ユーザー)[にへ][^。?？]{0,15}(?:送[っれ]|DMし|投稿し|メンション|通知し|転送し)",
)

# ------------------------------------------------------------------ Chinese
_ZH_FORGET = (
    r"(?:忽略|无视|無視|忘记|忘記|忘掉|忘了|抛开|拋開|丢掉|清除|清空|取消|解除|绕过|繞過|跳过|跳過|违反"
    r"|不要遵守|不用遵守|别管|別管|不用管|覆盖|重置)"
)
_ZH_ORDERS = (
    r"(?:指令|指示|命令|提示词|提示詞|以上内容|以上內容|上面的|前面的|之前说|之前說|之前的(?:话|對話|对话|一切|内容)"
    r"|(?:你|之前|以上|所有|一切|全部)[^。?？]{0,6}(?:规则|規則|设定|設定|限制|约束|約束|规定|規定|要求|设置|身份))"
)
_ZH_ROLE = (
    r"(?:从现在|從現在|从此刻|从这一刻)(?:开始|開始|起)?[，, ]*你|你(?:现在|現在|今后)(?:开始|開始)?是(?!不|否)"
    r"|你(?:来|來|要|去)?(?:扮演|假扮|假装|假裝|充当|充當|装作)|(?:请|請)(?:扮演|假扮|假装|假裝)"
    r"|(?:没有|沒有|不受|毫无|無)(?:任何|一切)?(?:限制|约束|約束|审查|審查|过滤|道德|底线)的?"
    r"(?:AI|人工智能|助手|模型|机器人|機器人|聊天|模式)"
    r"|(?:开发者|開發者|管理员|管理員|越狱|越獄|调试|無限制|无限制|DAN|root)(?:模式|权限|權限|身份)"
)
_ZH_KEPT = (
    r"(?:(?:系统|系統|隐藏|隱藏|初始|内部|內部|原始|底层)的?(?:提示词|提示詞|提示|指令|设定|設定|prompt|配置|设置)"
    r"|你的(?:提示词|提示詞|prompt|指令|设定|設定|配置|设置|源码|源代码|后台)"
    r"|API ?(?:密钥|密鑰|金鑰|key)|(?:访问|slack|discord|bot|认证|機器人|机器人)的?(?:令牌|token)"
    r"|密码|密碼|密钥|密鑰|金鑰|凭证|环境变量|環境變數"
    r"|(?:其他|其它|别的|別的|所有|全部|每个|每個|别)(?:的)?(?:用户|用戶|使用者|人|同事|成员|成員|同学|群友|员工)"
    r"(?:的|们|們|都)*[^。?？]{0,10}(?:聊天|对话|對話|提问|提問|问题|問題|消息|訊息|记录|記錄|紀錄|历史|歷史|隐私"
    r"|问了|問了|问过|問過|搜了|查了|查过)"
    r"|(?:聊天|对话|對話|提问|提問|查询|搜索|私信)(?:的)?(?:记录|記錄|紀錄|历史|歷史|日志|日誌)|私信内容)"
)
_ZH_SHOW = (
    r"(?:输出|輸出|打印|列印|显示|顯示|列出|给我|給我|给|告诉|告訴|发给|發給|发来|展示|导出|匯出|泄露|透露|公开"
    r"|看看|查看|看一下|复述|重复|重複|贴|貼|说出|交出|提供|念|读出|调出|拿到|是什么|是什麼|是多少|什么|什麼)"
)
_ZH_FAKE = (
    r"(?:编|編|捏造|编造|編造|虚构|伪造|偽造|杜撰|生成|写|寫|造)[^。?？]{0,8}(?:假|虚假|虛假|不实|谣言|謠言)"
    r"[^。?？]{0,6}(?:消息|新闻|新聞|数据|數據|数字|數字|报道|引用|信息|资料|統計|统计)",
    r"(?:编|編)(?:一)?(?:个|個|条|條|些|点|點|段)[^。?？]{0,8}(?:数字|數字|数据|數據|消息|新闻|新聞|估值|理由)",
)
_ZH_HARM = (
    r"(?:删除|刪除|删掉|刪掉|清空|删光|销毁|篡改)[^。?？]{0,8}(?:数据库|資料庫|数据|數據|事实|记录|知识库|資料)",
    r"(?:给|給|向|通知|@|艾特)(?:所有人|全员|全員|每个人|全体|所有频道|全公司)[^。?？]{0,10}(?:发|發|推送|转发)",
)


def _near(first: str, second: str, far: int, *, either: bool = False) -> str:
    """Two patterns in one sentence, the first one ahead; in any order with `either`."""
    gap = rf"[^.!?。！？\n]{{0,{far}}}?"
    ahead = f"{first}{gap}{second}"
    return f"{ahead}|{second}{gap}{first}" if either else ahead


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


@dataclass(frozen=True)
class _Order:
    """A kind of order; one of the `hints` stands in every message that has it."""

    hints: tuple[str, ...]
    pattern: str


_ORDERS = (
    _Order(
        _words("ignor forget disregard overrid bypass discard erase drop reset skip violat"),
        _near(_EN_FORGET, _EN_ORDERS, _FAR),
    ),
    _Order(
        ("prompt", "instruct", "message", "config", "setting", "source code", "guideline", "memory",
         "credential", "log", "token", "key", "password", "env", "ask", "quer", "chat", "typed",
         "conversation", "histor", "private", "question"),
        _near(_EN_SHOW, _EN_KEPT, _FAR),
    ),
    _Order(
        ("now", "pretend", "act as", "role", "restrict", "without", "no ", " mode", "freely"), _EN_ROLE
    ),
    _Order(("make up", "invent", "fabric", "halluc", "fals", "forge", "fake"), _EN_FAKE),
    _Order(
        _words("delet eras wip drop overwrit destroy @ channel workspace run execut eval"),
        _EN_HARM,
    ),
    _Order(_words("無視 忘 破棄 リセット 取り消 捨 従わ 守ら 上書 解除 外"), "|".join(_JA_FORGET)),
    _Order(_words("から なり 演じ 振る舞 ふり ない なし 無 モード 権限"), "|".join(_JA_ROLE)),
    _Order(
        ("プロンプト", "指示", "命令", "設定", "内部", "キー", "鍵", "トークン", "パスワード", "暗証", "認証",
         "環境変数", "質問", "会話", "履歴", "メッセージ", "チャット", "ログ", "検索", "個人情報", "聞", "入力",
         "相談"),
        _near(_JA_KEPT, _JA_SHOW, _NEAR),
    ),
    _Order(_words("嘘 ウソ うそ デマ フェイク 偽 でたらめ デタラメ 架空"), "|".join(_JA_FAKE)),
    _Order(_words("消 削除 書き換 改ざん 初期化 破壊 全員 みんな 全チャ 全ユ"), "|".join(_JA_HARM)),
    _Order(
        _words("忽略 无视 無視 忘 抛开 拋開 丢掉 清 取消 解除 过 過 违反 遵守 管 覆盖 重置"),
        _near(_ZH_FORGET, _ZH_ORDERS, _NEAR),
    ),
    _Order(_words("你 扮 装 裝 限制 约束 約束 审查 審查 过滤 道德 底线 模式 权限 權限 身份"), _ZH_ROLE),
    _Order(
        _words("提示 指令 设定 設定 配置 设置 密 钥 鑰 令牌 源 prompt token key 录 錄 录 紀 史 日志 日誌 聊 "
              "对话 對話 问 問 消息 訊息 私 搜 查 变量 凭证"),
        _near(_ZH_KEPT, _ZH_SHOW, _NEAR, either=True),
    ),
    _Order(_words("编 編 捏造 虚构 伪造 偽造 杜撰 假 谣 謠"), "|".join(_ZH_FAKE)),
    _Order(_words("删 刪 清空 销毁 篡改 所有 全 每个"), "|".join(_ZH_HARM)),
)  # fmt: skip


@cache  # compiling all of them takes 40 ms, and most questions hint at none
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def is_order(text: str) -> bool:
    """True when a message tells the bot what to be or do, instead of asking for a fact."""
    small = text.lower()
    return any(
        any(hint in small for hint in order.hints) and _compiled(order.pattern).search(text)
        for order in _ORDERS
    )
