"""What mail servers say when they give a mail back; Latin phrases are folded (`charsets`)."""

from keskio.channels.mail.phrases import Phrases, listed

DAEMONS = frozenset(
    "mailer-daemon mailerdaemon mail-daemon maildaemon mdaemon mail.delivery.system"
    " double-bounce mail-delivery-system bounce-daemon nobody-daemon mailer_daemon".split()
)
DAEMON_NAMES = listed(
    "mail delivery|mail deliver system|mailer-daemon|mailer daemon|mail system|"
    "delivery subsystem|mail administrator|system administrator|"
    "ndr administrator|mail server|undeliver|returned mail|mailsystem|"
    "mailserver|email system|jarjestelmanvalvoja|systemadministrator|administrator systemu|"
    "microsoft outlook|microsoft exchange"
)
POSTMASTERS = listed(
    "postmaster|post_master|post-master|sysadmin|mailadmin|mail-admin|mailmaster|bounce|"
    "administrator|mailsystem|mail-system|mailgw|mailer|root|daemon|system"
)
UNREAD = listed(
    "no-reply|noreply|no_reply|donotreply|do-not-reply|do_not_reply|autoreply|auto-reply|"
    "autoresponder|notification|ei-vastauksia|eivastauksia|ala-vastaa|alavastaa|svar-ikke|"
    "svarikke|ikke-svar|svara-ej|svaraej|svarainte|nie-odpowiadaj|nieodpowiadaj"
)
SUBJECTS = listed(
    "undeliver|returned mail|returned to sender|returning message|return to sender|"
    "failure notice|"
    "message you sent|delivery fail|delivery has failed|delivery status|delivery notification|"
    "delivery error|delivery problem|failed delivery|delivery delayed|delivery report|"
    "delivery incomplete|delivery attempt|nondeliver|non-deliver|non deliver|not delivered|"
    "not deliverable|could not be delivered|couldn't be delivered|cannot be delivered|"
    "could not send|cannot send message|unable to deliver|mail failed|mail failure|mail error|"
    "error mail|mail system error|error sending your mail|errors from|message delayed|"
    "delayed mail|message delivery|message status|mail delivery|bounce|rejected mail|"
    "message rejected|mail rejected|user unknown|unknown user|dead letter|mail could not|"
    "returned:|returned message|unzustell|nicht zugestellt|nicht zustellbar|zustellung|"
    "toimitus epaonnistui|ei voitu toimittaa|toimittamat|toimitus viivast|palautettu viesti|"
    "toimitusilmoitus|toimitusvirhe|ei voi toimittaa|ikke leveres|ikke leveret|levering mislyk|"
    "leveringsfejl|ikke levert|ikke bli levert|leveringsfeil|ulevert|kan ikke leveres|"
    "inte levereras|ej levererat|ej leverer|olever|inte att leverera|leveransfel|"
    "inte levererats|nie mozna dostarczyc|niedostarcz|nie dostarczono|nie zostala dostarcz|"
    "blad dostarcz|nie udalo sie dostarczyc|blad doreczen|niedoreczen|zwrot wiadomosci|"
    "non remis|echec de remise|echec de la remise|non distribu|echec de distribution|"
    "no se puede entregar|no se pudo entregar|no entregado|no se ha podido|mensaje devuelto|"
    "non recapitabile|mancato recapito|mancata consegna|onbestelbaar|niet bezorgd|nao entregue|"
    "falha na entrega|nao foi possivel entregar"
)
OTHER_SCRIPTS = listed(
    "не доставлен|недоставлен|не доставля|не удалось доставить|退信|退回|配信|配送|不達|"
    "送信でき|メールボックス|送信先|送信エラー|届きません|届けられ|宛先|エラーメール|无法投递|投递失败|無法傳遞|반송"
)
BODIES = Phrases(
    "delivery problems|exceeded the local|non-delivered|could not reach|couldn't reach|blocked by|"
    "message you sent|could not be delivered to|was blocked|"
    "user unknown|unknown user|no such user|no such recipient|no such address|no such mailbox|"
    "invalid recipient|invalid address|unknown recipient|recipient unknown|unknown address|"
    "mailbox full|mailbox is full|inbox is full|over quota|overquota|quota exceeded|"
    "exceeded storage|mailbox unavailable|mailbox not found|recipient not found|user not found|"
    "address not found|account does not exist|doesn't exist|does not exist|unknown host|"
    "host unknown|host not found|domain not found|address rejected|recipient rejected|"
    "recipients rejected|relay access denied|relaying denied|unrouteable address|"
    "unroutable address|bad destination|unable to deliver|unable to relay|"
    "could not be delivered|couldn't be delivered|cannot be delivered|can't be delivered|"
    "was not delivered|wasn't delivered|not been delivered|not be delivered|could not be sent|"
    "could not deliver|failed to deliver|delivery to the following|"
    "delivery to these recipients|did not reach|permanent error|permanent failure|"
    "permanent fatal errors|permanently rejected|undeliverable|undelivered|qmail-send program|"
    "by mail delivery software|returned to sender|message bounced|has been rejected|"
    "was rejected|giving up on it|delivery failed|delivery failure|mail delivery system|"
    "transcript of session|failed recipient|failed addresses|temporary problem|"
    "delivery attempts|delivery has failed|will be retried|queued for|status: 5.|status: 4.|"
    "diagnostic-code|final-recipient|reporting-mta|connection timed out|connection refused|"
    "deferred:|error message below|message that you sent|not listed in|nicht zugestellt|"
    "epaonnistui|ei voitu toimittaa|ikke leveres|ikke afleveres|inte levereras|leverera|"
    "nie mozna dostarczyc|nie mogla zostac dostarczona|nie udalo sie dostarczyc|"
    "nie zostala dostarczona|pas pu etre|no se pudo|non e stato possibile|"
    "host or domain name not found|no valid recipients|message header follows|unsent message|"
    "your message to|copy of the original message|message text follows|text of the message|"
    "reason:|bounced e-mail|bounced mail"
)
ENCLOSING = Phrases(
    "original message|copy of the message|copy of your message|message header|returned message|"
    "unsent message|message text follows|headers of the message|message follows|headers follow|"
    "content of message|contents of the message|bounced e-mail|bounced mail|below this line is"
)
COMPLAINTS = listed(
    "abuse report|spam report|spam complaint|complaint about message|"
    "complaint about your message|email abuse|e-mail abuse|feedback report|feedback loop|"
    "fbl report|arf report|spamtrap|complaint about email|email feedback"
)
COMPLAINERS = listed(
    "abuse|fbl|feedback|staff|complaint|scomp|arf|spam|no-reply|noreply|postmaster|"
    "mailer-daemon|report|loop"
)
