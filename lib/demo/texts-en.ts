/** What English-speaking customers and agents of the demo company say. Every sentence is our own. */
import type { Phrases } from './phrases'

export const EN: Phrases = {
  issues: {
    物流: {
      title: 'Where is my order',
      ask: [
        'Hi, order {order} has not moved for five days. When will it arrive?',
        'The tracking says delivered, but there is no {product} at my door.',
        'Could you tell me which carrier has my {product}?',
      ],
      more: [
        'Can it be delivered on Saturday?',
        'Will they bring it upstairs?',
        'The driver does not pick up.',
      ],
      reply: [
        'Hello, let me check the latest scan for you.',
        'Hi, I see the parcel at the local hub, one moment please.',
      ],
      solve: [
        'The carrier confirmed delivery for {date}, you will get a call an hour before.',
        'I filed a trace and will write to you by tomorrow.',
      ],
    },
    商品质量: {
      title: 'Product is damaged',
      ask: [
        'The {product} arrived with a cracked corner.',
        'My {product} squeaks after two days.',
        'There is a strong smell that will not go away.',
      ],
      more: ['I have attached photos.', 'This is the second replacement.', 'We have a baby at home.'],
      reply: [
        'I am sorry about that. Could you send one photo of the whole piece?',
        'Sorry to hear this, let me open a quality report.',
      ],
      solve: [
        'A free replacement is booked, the driver takes the old one back.',
        'We refunded {amount} and extended your warranty by a year.',
      ],
    },
    退款: {
      title: 'Refund not received',
      ask: [
        'I cancelled order {order}. When do I get my money back?',
        'My refund is {amount} short.',
        'The refund has been pending for a week.',
      ],
      more: ['I paid by credit card.', 'Is shipping refunded too?', 'I need a date, please.'],
      reply: ['Let me look at the refund record.', 'I can see the request, checking with finance now.'],
      solve: [
        'It is released, please allow one to three working days.',
        'The missing {amount} is on its way to your card.',
      ],
    },
    退换货: {
      title: 'Return or exchange',
      ask: [
        'The colour of the {product} is not as shown, I would like to return it.',
        'Can I swap my {product} for a smaller one?',
        'How do I start a return?',
      ],
      more: ['I no longer have the box.', 'Can somebody pick it up?', 'Who pays for shipping?'],
      reply: ['Of course, let me check the return window.', 'No problem, I will prepare a label.'],
      solve: [
        'The return label is in your inbox, pickup is {date}.',
        'The exchange is booked, the new one ships first.',
      ],
    },
    优惠与活动: {
      title: 'Discount question',
      ask: [
        'My coupon did not apply, I paid {amount} too much.',
        'Does the autumn offer include the {product}?',
        'The price dropped a day after I bought it.',
      ],
      more: ['I have a screenshot.', 'It says expired, but I got it today.', 'Can both codes be used?'],
      reply: ['Let me check the terms of that code.', 'Thanks, looking at your order now.'],
      solve: ['I have credited {amount} to your card.', 'A new code is in your account, please refresh.'],
    },
    发票: {
      title: 'Invoice request',
      ask: ['Could I get an invoice for order {order}?', 'The company name on my invoice is wrong.'],
      more: ['I need it this week.', 'It did not reach my inbox.'],
      reply: ['Sure, what is the company name?', 'Let me look up the invoice.'],
      solve: ['The corrected invoice is in your inbox.', 'Your invoice is attached.'],
    },
    安装: {
      title: 'Assembly help',
      ask: [
        'How do I put the {product} together? The manual skips a step.',
        'Do you offer assembly in my city?',
        'One bracket of the {product} does not fit.',
      ],
      more: ['A video would help.', 'I am stuck at step six.'],
      reply: ['Happy to help, which step are you at?', 'Let me find a partner near you.'],
      solve: ['I sent the video, the bracket goes in from the left.', 'A fitter is booked for {date}.'],
    },
    尺寸与材质: {
      title: 'Size and material',
      ask: [
        'What are the dimensions of the {product}?',
        'Is the cover of the {product} washable?',
        'Will the {product} fit a small flat?',
      ],
      more: [
        'Do you have real photos?',
        'How does it compare with the other model?',
        'How soon could it ship?',
      ],
      reply: [
        'Here are the measurements, how wide is your room?',
        'It comes in three sizes, let me compare them.',
      ],
      solve: ['The medium one leaves 60 cm to walk past.', 'The cover comes off and washes at 30 degrees.'],
    },
    改地址: {
      title: 'Change of address',
      ask: [
        'I moved. Can you change the address on order {order}?',
        'Please change my phone number to {phone}.',
      ],
      more: ['It is the same city.', 'It has not shipped yet, has it?'],
      reply: ['Let me see whether it has left the warehouse.', 'Sure, please send the new address.'],
      solve: ['The address is updated.', 'It had left already, the carrier will redirect it.'],
    },
    账号与登录: {
      title: 'Cannot sign in',
      ask: ['I do not receive the code on {phone}.', 'My account says it is locked.'],
      more: ['I tried several times.', 'Are my points still there?'],
      reply: ['Let me check the status of your account.', 'For your safety I need to confirm a few details.'],
      solve: ['The lock is lifted, please try again.', 'Codes go by mail now, please check your inbox.'],
    },
    支付: {
      title: 'Payment failed',
      ask: ['My card was charged {amount}, but the order is unpaid.', 'I was charged twice.'],
      more: ['My bank says it went through.', 'Another card fails too.'],
      reply: ['Let me check with the payment provider.', 'When was the charge made?'],
      solve: ['The order is marked paid and ships today.', 'The second charge is reversed.'],
    },
    缺件: {
      title: 'Missing parts',
      ask: [
        'The bag of screws for the {product} is missing.',
        'I ordered three and received two, order {order}.',
      ],
      more: ['The box was open.', 'I am halfway through assembly.'],
      reply: ['So sorry, let me check the packing list.', 'Could you send the label on the box?'],
      solve: ['The parts leave our warehouse {date}.', 'The second parcel arrives tomorrow.'],
    },
  },
  campaign: ['The live offer did not apply to order {order}.', 'Where do I find the gift of the live offer?'],
  more: ['Okay, waiting.', 'How long will it take?', 'Yes, please.', 'Any other way?', 'Are you there?'],
  agentMore: [
    'Working on it, one moment.',
    'Let me confirm one more thing.',
    'Thanks for waiting, nearly there.',
    'I have noted that.',
  ],
  thanks: ['Great, thank you!', 'Thanks for the quick help.', 'Alright, thanks.', 'Okay, I will wait then.'],
  close: ['You are welcome, have a nice day.', 'Glad to help, goodbye.'],
  autoGreeting: ['Welcome to Spruce Home, somebody will be with you shortly.'],
  bot: ['Hi, I am Piney. Is it about shipping, returns or something else?'],
  botAnswer: [
    'Orders ship within 48 hours, large items by freight.',
    'You can return within 30 days from your order page.',
  ],
  toHuman: ['I want to talk to a person', 'agent please', 'human'],
  notes: ['second contact, handle first', 'waiting for the warehouse', 'needs approval for compensation'],
  again: ['Hi again, this is still not solved.', 'Nobody called me back.', 'Any news on this?'],
  outbound: ['Follow-up: is everything working'],
  complaints: {
    物流: ['The delivery date has been moved three times.', 'The parcel was left in the rain.'],
    商品质量: ['The sofa sags after one week.', 'The replacement has the same fault.'],
    服务态度: ['I was passed around between three people.', 'The answers were copied and pasted.'],
    售后退款: ['The refund took three weeks.', 'Nobody came to pick up the return.'],
    价格与活动: ['The advertised discount was refused.', 'The price was raised before the sale.'],
  },
  suggestions: [
    'Please let us choose a delivery window.',
    'A fabric sample would help.',
    'Assembly videos for every product, please.',
    'Show stock by country.',
  ],
}
